import { serveSamplePage } from "../renderer/sample-page/server.ts";
import { buildGallery } from "./build.ts";

// `npx node test/gallery/open.ts`: every chart and state with data that never change, in a browser.
const { folder, remove } = await buildGallery();
const { url } = await serveSamplePage(Number(process.env["PORT"] ?? 4174), folder);
process.stdout.write(`${url}/   Ctrl-C ends it\n`);
process.on("SIGINT", () => {
  remove();
  process.exit(0);
});
