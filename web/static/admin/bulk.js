// Long work goes in small parts, so that one sees how far it is, line by line, and may stop. Without a script the form is sent as a whole and does
// the same. A page that uses it:
//
//   {{define "scripts"}}<script src="{{static "admin/bulk.js"}}" defer></script>{{end}}
//   <form method="post" action="…" data-bulk="25">                     25 lines go at once
//     <input type="hidden" name="text" value="…" data-bulk-text>       what is divided: CSV with a head; data-bulk-text="plain" has none
//     <p class="actions" data-bulk-before>… the button that sends it</p>
//     {{template "adminbulk" .}}                                       how far it is, stopping, going on
//   </form>
//   <tbody data-bulk-rows><tr data-bulk-row="7" data-bulk-fault>…      the lines; data-bulk-fault: this one could not be done
//
// A part is posted with all the other fields of the form, and answered by a page with the rows of its lines: they take the place of those with
// the same data-bulk-row, or are added. Sending a line twice must do no more than sending it once: after an interruption a part comes again. As
// the parts are files of their own, the text names each line's number in a column. What is marked data-bulk-before is true until it starts.
"use strict";

for (const form of document.querySelectorAll("form[data-bulk]")) {
  const field = form.querySelector("[data-bulk-text]");
  const place = form.querySelector("[data-bulk-progress]");
  const bar = place.querySelector("progress");
  const stop = place.querySelector("[data-bulk-stop]");
  const go = place.querySelector("[data-bulk-go]");
  const shown = document.querySelector("[data-bulk-rows]");

  // records are the lines of a text; a line break inside quotes is none.
  function records(text) {
    const all = [];
    let from = 0;
    let quoted = false;
    for (let i = 0; i <= text.length; i++) {
      if (text[i] === '"') quoted = !quoted;
      if (i < text.length && (quoted || text[i] !== "\n")) continue;
      const record = text.slice(from, i).replace(/\r$/, "");
      if (record !== "") all.push(record);
      from = i + 1;
    }
    return all;
  }

  const lines = records(field.value);
  const head = field.dataset.bulkText === "plain" ? [] : lines.splice(0, 1);
  const size = Number(form.dataset.bulk);
  let done = 0;
  let faults = 0;
  let stopping = false;
  let running = false;

  // say tells how far it is: running, stopped, broken or finished; a screen reader hears the last three.
  function say(state, why = "") {
    const text = place.dataset[state].replace("{done}", done).replace("{all}", lines.length).replace("{faults}", faults);
    place.querySelector("[data-bulk-said]").textContent = `${why} ${text}`.trim();
    bar.value = done;
    if (state !== "running") shop.announce(`${why} ${text}`.trim());
  }

  // send posts one part and shows its rows.
  async function send(part) {
    const content = new URLSearchParams(new FormData(form));
    content.set(field.name, [...head, ...part, ""].join("\n"));
    let answer;
    try {
      answer = await fetch(form.getAttribute("action"), { method: "POST", body: content }); // a field may be named action
    } catch {
      throw new Error(document.body.dataset.offline);
    }
    const rows = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("[data-bulk-row]");
    if (rows.length === 0) throw new Error(document.body.dataset.failed);
    for (const row of rows) {
      const old = shown.querySelector(`[data-bulk-row="${CSS.escape(row.dataset.bulkRow)}"]`);
      if (old) old.replaceWith(row);
      else shown.append(row);
      if ("bulkFault" in row.dataset) faults++;
    }
  }

  async function run() {
    running = true;
    stopping = false;
    stop.hidden = false;
    go.hidden = true;
    stop.focus();
    say("running");
    try {
      while (done < lines.length && !stopping) {
        const part = lines.slice(done, done + size);
        await send(part);
        done += part.length;
        say("running");
      }
      say(done < lines.length ? "stopped" : "finished");
    } catch (e) {
      say("broken", e.message);
    }
    running = false;
    stop.hidden = true;
    go.hidden = done === lines.length;
    if (!go.hidden) go.focus();
    place.setAttribute("data-bulk-progress", done < lines.length ? "waits" : "over");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return;
    for (const before of document.querySelectorAll("[data-bulk-before]")) before.hidden = true;
    bar.max = lines.length;
    place.hidden = false;
    run();
  });
  stop.addEventListener("click", () => (stopping = true));
  go.addEventListener("click", run);
  // Who leaves while it runs is asked first.
  addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
}
