// A grid of figures like a spreadsheet: arrows and Enter move, a block copied from Excel is pasted.
// Without this script the grid is an ordinary form.
(() => {
  const form = document.getElementById("grid-form");
  const table = form?.querySelector("table.grid");
  if (!table) return;
  // A cell whose area was not there in the period has no input: null keeps its place.
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("input.value")));
  const said = form.querySelector(".grid-said");
  const count = form.querySelector(".grid-count");
  const words = form.dataset;
  let isSending = false;

  document.querySelector(".how.keys").hidden = false;
  // Tab goes from value to value; Alt+↓ leads into a cell's details.
  for (const summary of table.querySelectorAll("summary")) summary.tabIndex = -1;

  const text = (pattern, ...parts) => parts.reduce((all, part, place) => all.replace(`{${place + 1}}`, () => part), pattern);

  function placeOf(input) {
    for (const [row, cells] of rows.entries()) {
      const column = cells.indexOf(input);
      if (column >= 0) return [row, column];
    }
    return null;
  }

  function go(row, column) {
    const input = rows[row]?.[column];
    if (!input) return false;
    input.focus();
    input.select();
    input.closest("td").scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  // What is typed, and not saved yet

  const fieldsOf = (cell) => [...cell.querySelectorAll("input, select, textarea")];

  function isChanged(field) {
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const usual = [...field.options].find((each) => each.defaultSelected) ?? field.options[0];
    return field.value !== usual.value;
  }

  function mark(cell) {
    cell.classList.toggle("changed", cell.classList.contains("typed") || fieldsOf(cell).some(isChanged));
    tellRemoved(cell);
  }

  // A cleared value of the draft goes; its status or comment alone does not keep it.
  function tellRemoved(cell) {
    const note = cell.querySelector(".held-note");
    const status = cell.querySelector("select[name$=obs_status]");
    if (!note) return;
    const isCleared = !cell.querySelector("input.value").value.trim() && !isChanged(status);
    note.textContent = isCleared ? words.removed : words.held;
  }

  function tellChanged() {
    const changed = table.querySelectorAll("td.changed").length;
    count.textContent = changed ? text(words.changed, String(changed)) : "";
  }

  table.addEventListener("input", (event) => {
    mark(event.target.closest("td"));
    tellChanged();
  });
  table.addEventListener("change", (event) => {
    mark(event.target.closest("td"));
    tellChanged();
  });
  form.addEventListener("submit", () => { isSending = true; });
  window.addEventListener("pageshow", () => { isSending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && table.querySelector("td.changed")) event.preventDefault();
  });

  // Keys

  function edge(input, way) {
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    if (all) return true;
    if (input.selectionStart !== input.selectionEnd) return false;
    return way < 0 ? input.selectionStart === 0 : input.selectionEnd === input.value.length;
  }

  function step(row, column, down, right) {
    let [toRow, toColumn] = [row + down, column + right];
    while (rows[toRow]?.[toColumn] === null) [toRow, toColumn] = [toRow + down, toColumn + right];
    return go(toRow, toColumn);
  }

  function moveFrom(input, event) {
    const [row, column] = placeOf(input);
    switch (event.key) {
      case "ArrowUp": return step(row, column, -1, 0);
      case "ArrowDown": return step(row, column, 1, 0);
      case "ArrowLeft": return edge(input, -1) && step(row, column, 0, -1);
      case "ArrowRight": return edge(input, 1) && step(row, column, 0, 1);
      case "Enter": step(row, column, event.shiftKey ? -1 : 1, 0); return true; // and never send by it
    }
    return false;
  }

  function openDetails(input) {
    const details = input.closest("td").querySelector("details");
    details.open = true;
    details.querySelector("select, input, textarea").focus();
  }

  table.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const input = event.target.closest("input.value");
    const inside = event.target.closest(".details");
    if (input && event.altKey) {
      if (event.key !== "ArrowDown") return;
      openDetails(input);
      event.preventDefault();
    } else if (input) {
      if (event.key === "Escape" && input.value !== input.defaultValue) {
        put(input, input.defaultValue);
        tellChanged();
        event.preventDefault();
      } else if (moveFrom(input, event)) event.preventDefault();
    } else if (inside && event.key === "Escape") {
      inside.closest("details").open = false;
      inside.closest("td").querySelector("input.value").focus();
      event.preventDefault();
    } else if (inside && event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault(); // Enter sends nothing from a cell
    }
  });

  // Pasting

  // Cells as Excel copies them: tabs and line ends part them, a quoted one may hold both.
  function read(block) {
    const lines = [[""]];
    let quoted = false;
    const source = block.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let place = 0; place < source.length; place += 1) {
      const sign = source[place];
      const line = lines[lines.length - 1];
      const last = line.length - 1;
      if (quoted && sign === '"' && source[place + 1] === '"') {
        line[last] += sign;
        place += 1;
      } else if (sign === '"' && (quoted || line[last] === "")) quoted = !quoted;
      else if (!quoted && sign === "\t") line.push("");
      else if (!quoted && sign === "\n") lines.push([""]);
      else line[last] += sign;
    }
    return lines.map((line) => line.map((cell) => cell.trim()));
  }

  function put(input, value) {
    input.value = value;
    mark(input.closest("td"));
  }

  function paste(input, block) {
    const [top, left] = placeOf(input);
    const before = [];
    const outside = [];
    for (const [down, line] of read(block).entries()) {
      const room = rows[top + down]?.slice(left) ?? [];
      const missed = [];
      for (const [right, value] of line.entries()) {
        if (room[right]) {
          before.push([room[right], room[right].value]);
          put(room[right], value);
        } else if (value || right >= room.length) missed.push(value);
      }
      if (missed.some(Boolean)) outside.push(missed);
    }
    tellChanged();
    tellPasted(before, outside);
  }

  function tellPasted(before, outside) {
    const left = outside.flat().filter(Boolean);
    const pattern = left.length ? words.overflow : words.pasted;
    const line = document.createElement("p");
    line.textContent = `${text(pattern, String(before.length), String(left.length))} `;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "link";
    undo.textContent = words.undo;
    undo.addEventListener("click", () => {
      for (const [cell, value] of before) put(cell, value);
      tellChanged();
      const done = document.createElement("p");
      done.textContent = words.undone;
      said.replaceChildren(done);
      before[0][0].focus();
    });
    line.append(undo);
    said.replaceChildren(line);
    said.classList.toggle("overflow", left.length > 0);
    if (!left.length) return;
    const label = document.createElement("label");
    const box = document.createElement("textarea");
    box.id = "grid-left";
    box.readOnly = true;
    box.rows = Math.min(outside.length, 6);
    box.value = outside.map((line_) => line_.join("\t")).join("\n");
    label.htmlFor = box.id;
    label.textContent = words.left;
    said.append(label, box);
  }

  table.addEventListener("paste", (event) => {
    const input = event.target.closest("input.value");
    const block = event.clipboardData?.getData("text/plain") ?? "";
    if (!input || !/[\t\n\r]/.test(block)) return;
    event.preventDefault();
    paste(input, block);
  });

  for (const cell of table.querySelectorAll("td.cell")) mark(cell); // what a browser filled in again
  tellChanged();
})();
