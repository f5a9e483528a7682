// Opens a page in a browser: node inspect_page.js PAGE CHROMIUM OUTPUT_FOLDER
// Prints, as JSON, the violations that axe-core finds in light and in dark, and what the page asked the network for.
// Writes what it prints on paper to A4.pdf and Letter.pdf.
"use strict";
const puppeteer = require("puppeteer-core");

async function inspect(page, folder, path) {
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  const violations = {};
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(`file://${path}`);
    for (const format of ["A4", "Letter"]) {
      await page.pdf({ path: `${folder}/${format}.pdf`, format });
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
    const found = await page.evaluate(() => axe.run(document));
    violations[scheme] = found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
  }
  return { violations, requests: requests.filter((url) => url !== `file://${path}`) };
}

async function main([path, chromium, folder]) {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  try {
    process.stdout.write(JSON.stringify(await inspect(await browser.newPage(), folder, path)));
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
