// A comparison that runs is looked at every two seconds; the page is loaded again when it is over, or has come to another step.
const running = document.querySelector("[data-running]");
let seen = "";

async function look() {
  try {
    const answer = await fetch(running.dataset.running, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const run = await answer.json();
    const now = run.state + " " + (run.step || "");
    if (seen !== "" && now !== seen) location.reload();
    seen = now;
    if (run.state !== "running") location.reload();
  } catch {
    // away for a moment: the next look may tell
  }
}

setInterval(look, 2000);
