import { serveSamplePage } from "./server.ts";

// `npx node test/renderer/sample-page/open.ts`, after the renderer was built: look at the scenarios in a browser.
const { url } = await serveSamplePage(Number(process.env["PORT"] ?? 4173));
process.stdout.write(
  `${url}/?scenario=sample   also: huge, offline, offline-first, loading, waiting, failing, reading, gone, broken, empty, scanning, scanning-first\n`,
);
