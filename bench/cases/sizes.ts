import { measureBundle } from "../bundle-size.js";
import { measurePackage } from "../package-size.js";
import { kilobytes, type Report } from "../report.js";

/** What a user downloads, installs and deploys. */
export async function runSizes(): Promise<Report> {
  const bundle = await measureBundle();
  const { packed, installed, packages } = await measurePackage();
  return {
    title: "Sizes",
    columns: ["what", "size"],
    rows: [
      ["root bundle, minified, SDK outside", kilobytes(bundle.minified)],
      ["the same, gzipped", kilobytes(bundle.gzipped)],
      ["package, packed", kilobytes(packed)],
      [`package, installed (${packages} in all)`, kilobytes(installed)],
    ],
    figures: { bundle, packed, installed, packages },
  };
}
