// The code of a sheet before this device's camera, where there is one. What looks comes when it is asked for.

import { button, element, label, say } from "./dom.js";
import { siteScript } from "./site-file.js";
import { startWorker } from "./start-worker.js";

/**
 * What is said of why there is no picture.
 * @type {Record<string, string>}
 */
const reasons = { cameraRefused: "camera.refused", unreachable: "problem.unreachable" };

/**
 * A button, and what comes of it; nothing where a browser has no cameras.
 * @param {(text: string, problem: HTMLElement) => void} onText
 * @returns {{elements: HTMLElement[], stop: () => void}}
 */
export function cameraOffer(onText) {
  if (!navigator.mediaDevices?.getUserMedia) return { elements: [], stop: () => {} };
  const video = label(element("video", { class: "camera" }), "camera.picture");
  const problem = element("p", { class: "problem", role: "alert" });
  const place = element("div", { class: "camera-place" });
  let isLeft = false;
  let end = () => {};
  const rest = () => {
    end();
    end = () => {};
    place.replaceChildren(button("camera.start", () => void start(), "", "camera"), problem);
  };
  /** @param {any} error */
  const lost = (error) => {
    if (isLeft) return;
    rest();
    say(problem, reasons[error?.code] ?? "camera.none");
  };
  async function start() {
    say(problem, "plain", () => ({ text: "" }));
    const stop = button("camera.stop", rest, "", "close");
    place.replaceChildren(video, say(element("p"), "camera.how"), stop, problem);
    // The button that was pressed is gone.
    stop.focus();
    let isStopped = false;
    end = () => (isStopped = true);
    try {
      const { readAtCamera } = await siteScript("./qr-camera.js");
      const off = await readAtCamera(video, (/** @type {string} */ text) => onText(text, problem), lost, startWorker);
      if (isLeft || isStopped) off();
      else end = off;
    } catch (error) {
      if (!isStopped) lost(error);
    }
  }
  rest();
  return {
    elements: [place],
    stop: () => {
      isLeft = true;
      end();
    },
  };
}
