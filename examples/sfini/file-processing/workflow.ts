// #region workflow
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ActivityGroup } from "sfn-task-tools/activity";
import { StateMachine, Task } from "sfn-task-tools/workflow";
import { centreOf, readImage, resize, writeImage } from "./image.js";

export interface Folders {
  readonly imageDir: string;
  readonly resizedImageDir: string;
}

export const activities = new ActivityGroup("files-");

const resizeImages = activities.define("resize", async (folders: Folders) => {
  await mkdir(folders.resizedImageDir, { recursive: true });
  for (const name of await readdir(folders.imageDir)) {
    const image = await readImage(join(folders.imageDir, name));
    await writeImage(join(folders.resizedImageDir, name), resize(image, 3, 3));
  }
});

const getCentres = activities.define("getCentres", async (folder: string) => {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => centreOf(await readImage(join(folder, name)))));
});

const resizing = new Task("resizeImages", resizeImages, { resultPath: null });
const centring = new Task("getCentres", getCentres, {
  comment: "the pixels in the middle of the images",
  inputPath: "$.resizedImageDir",
  resultPath: "$.centres",
});

export const machine = new StateMachine("fileProcessing", resizing.next(centring.end()));
// #endregion workflow
