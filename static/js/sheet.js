"use strict";
/* The task ledger as a spreadsheet: <section data-sheet> with a table whose rows are tr[data-task] and whose cells that can be
   edited are td[data-fact]. Arrows, Enter, Tab, Esc, typing, a block pasted from Excel, undo. What changed is sent together,
   with one reason: all of it is kept, or none, and the wrong cells say why. */

(function () {
  const DIRECTIONS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  /* A block as spreadsheets put it on the clipboard: tabs, lines, and quotes around cells with line breaks. */
  function blockOf(text) {
    const rows = [[""]];
    let quoted = false;
    const last = () => rows[rows.length - 1];
    const put = (sign) => { last()[last().length - 1] += sign; };
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const sign = source[at];
      if (quoted && sign === '"' && source[at + 1] === '"') { put('"'); at += 1; }
      else if (quoted && sign === '"') quoted = false;
      else if (!quoted && sign === '"' && last()[last().length - 1] === "") quoted = true;
      else if (!quoted && sign === "\t") last().push("");
      else if (!quoted && sign === "\n") rows.push([""]);
      else put(sign);
    }
    return rows;
  }

  function quotedFor(text) {
    return /[\t\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  /* A UUIDv7: the same one again is the same change. */
  function newId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    const time = Date.now().toString(16).padStart(12, "0");
    for (let at = 0; at < 6; at += 1) bytes[at] = parseInt(time.slice(at * 2, at * 2 + 2), 16);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function open(sheet) {
    const grid = sheet.querySelector("table");
    const rows = [...grid.tBodies[0].rows];
    const places = rows.map((row) => [...row.querySelectorAll("td[data-fact]")]);
    if (!places.length || !places[0].length) return;
    const bar = sheet.querySelector("[data-sheet-bar]");
    const reason = bar.querySelector("[data-sheet-reason]");
    const texts = sheet.dataset;
    const part = (name) => sheet.querySelector("[data-sheet-" + name + "]");
    let at = [0, 0];
    let from = [0, 0]; /* the other corner of what is chosen */
    let editor = null;
    let history = []; /* entries: { reason, changes: [[cell, before, after]] }; a reason: it was saved */
    let sending = null; /* the batch under way, kept until it is answered */

    places.flat().forEach((cell) => { cell.now = cell.textContent; cell.kept = cell.now; cell.tabIndex = -1; });
    places[0][0].tabIndex = 0;

    const cellAt = (place) => places[place[0]][place[1]];
    const isFixed = (cell) => cell.hasAttribute("aria-readonly");
    const changed = () => places.flat().filter((cell) => cell.now !== cell.kept);

    function chosen() {
      const [top, bottom] = [at[0], from[0]].sort((a, b) => a - b);
      const [left, right] = [at[1], from[1]].sort((a, b) => a - b);
      return places.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
    }

    function go(place, keepsCorner) {
      const row = Math.min(Math.max(place[0], 0), places.length - 1);
      const column = Math.min(Math.max(place[1], 0), places[0].length - 1);
      cellAt(at).tabIndex = -1;
      at = [row, column];
      if (!keepsCorner) from = at;
      grid.querySelectorAll(".is-picked").forEach((cell) => cell.classList.remove("is-picked"));
      const block = chosen().flat();
      if (block.length > 1) block.forEach((cell) => cell.classList.add("is-picked"));
      cellAt(at).tabIndex = 0;
      cellAt(at).focus();
    }

    function step(down, across) {
      let [row, column] = [at[0] + down, at[1] + across];
      if (column >= places[0].length) { row += 1; column = 0; }
      if (column < 0) { row -= 1; column = places[0].length - 1; }
      if (row < 0 || row >= places.length) return false;
      go([row, column]);
      return true;
    }

    function write(cell, text) {
      cell.now = text;
      cell.textContent = text;
      cell.classList.toggle("is-changed", cell.now !== cell.kept);
      right(cell);
    }

    function right(cell) {
      cell.classList.remove("is-wrong");
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("title");
    }

    /* Writes texts into cells as one step that can be undone. */
    function change(pairs) {
      const changes = pairs.filter(([cell, text]) => !isFixed(cell) && cell.now !== text).map(([cell, text]) => [cell, cell.now, text]);
      if (pairs.some(([cell]) => isFixed(cell))) window.Chuangcheng.announce(texts.textFixed, "info");
      if (!changes.length) return;
      changes.forEach(([cell, , after]) => write(cell, after));
      history.push({ reason: "", changes });
      tell();
    }

    function edit(first) {
      const cell = cellAt(at);
      if (editor) return;
      if (isFixed(cell)) { window.Chuangcheng.announce(texts.textFixed, "info"); return; }
      if (cell.dataset.fact === "is_standing" && first === undefined) { change([[cell, cell.now === texts.textYes ? "" : texts.textYes]]); return; }
      editor = document.createElement("textarea");
      editor.className = "sheet-editor";
      editor.value = first === undefined ? cell.now : first;
      editor.rows = Math.min(6, Math.max(1, Math.ceil(editor.value.length / 16)));
      editor.setAttribute("aria-label", grid.tHead.rows[0].cells[cell.cellIndex].textContent.trim());
      cell.classList.add("is-edited");
      cell.append(editor);
      editor.focus();
      editor.setSelectionRange(editor.value.length, editor.value.length);
      editor.addEventListener("blur", () => finish(true));
    }

    function finish(keeps) {
      if (!editor) return;
      const [field, cell] = [editor, editor.parentElement];
      editor = null;
      const text = field.value.trim();
      field.remove();
      cell.classList.remove("is-edited");
      if (keeps) change([[cell, text]]);
    }

    function tell() {
      const count = changed().length;
      const tasks = new Set(changed().map((cell) => cell.parentElement)).size;
      part("count").textContent = count ? texts.textCount.replace("{cells}", count).replace("{tasks}", tasks) : texts.textNone;
      part("save").disabled = !count;
      part("discard").hidden = !count;
      part("reason-field").hidden = !count;
      part("undo").disabled = !history.length;
      bar.classList.toggle("has-changes", count > 0);
      sending = null;
    }

    function undo() {
      const last = history.pop();
      if (!last) return;
      if (last.reason) {
        if (changed().length) { history.push(last); window.Chuangcheng.announce(texts.textFirst, "info"); return; }
        last.changes.forEach(([cell, before]) => write(cell, before));
        send(texts.textUndo.replace("{reason}", last.reason), () => {}, () => { last.changes.forEach(([cell, , after]) => write(cell, after)); history.push(last); });
        return;
      }
      last.changes.slice().reverse().forEach(([cell, before]) => write(cell, before));
      showWrong([]);
      tell();
    }

    function discard() {
      changed().forEach((cell) => write(cell, cell.kept));
      history = history.filter((entry) => entry.reason);
      showWrong([]);
      tell();
      go(at);
    }

    function save() {
      finish(true);
      const words = reason.value.trim();
      if (!changed().length) return;
      if (!words) { reason.setAttribute("aria-invalid", "true"); window.Chuangcheng.announce(texts.textReason, "error"); reason.focus(); return; }
      reason.removeAttribute("aria-invalid");
      send(words, (changes) => {
        history = [...history.filter((entry) => entry.reason), { reason: words, changes }];
        reason.value = "";
      }, () => {});
    }

    async function send(words, after, otherwise) {
      const cells = changed();
      const changes = cells.map((cell) => [cell, cell.kept, cell.now]);
      const told = cells.map((cell) => ({ task_id: cell.parentElement.dataset.task, fact: cell.dataset.fact, text: cell.now, seen: cell.kept }));
      sending = sending || { id: newId() };
      part("save").disabled = true;
      let answer = null;
      let said = {};
      try {
        answer = await fetch(texts.url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": texts.token }, credentials: "same-origin", body: JSON.stringify({ id: sending.id, reason: words, cells: told }) });
        said = await answer.json();
      } catch (error) {
        /* no network, or an answer that is none: told below, and everything stays as it was typed */
      }
      part("save").disabled = false;
      if (!answer || !answer.ok) {
        otherwise();
        if (answer) showWrong(said.wrong || []);
        window.Chuangcheng.announce(answer ? said.detail || document.body.dataset.textFailed : document.body.dataset.textOffline, "error");
        if (answer) tell();
        return;
      }
      showWrong([]);
      said.rows.forEach(show);
      after(changes.map(([cell, before]) => [cell, before, cell.now]).filter(([, before, now]) => before !== now));
      tell();
      window.Chuangcheng.announce(texts.textSaved.replace("{cells}", cells.length), "success");
    }

    /* A row as the server keeps it now: 9月底 has become a date. */
    function show(said) {
      const row = rows.find((each) => each.dataset.task === said.task_id);
      [...row.querySelectorAll("td[data-fact]")].forEach((cell) => { cell.kept = said.cells[cell.dataset.fact]; write(cell, cell.kept); });
      const percent = row.querySelector("[data-percent]");
      if (percent) percent.textContent = said.percent + "%";
    }

    function showWrong(wrong) {
      const list = part("wrong");
      places.flat().forEach(right);
      list.replaceChildren();
      list.hidden = !wrong.length;
      wrong.forEach((each) => {
        const row = rows.findIndex((one) => one.dataset.task === each.task_id);
        if (row < 0) return;
        const column = Math.max(0, places[row].findIndex((cell) => cell.dataset.fact === each.fact));
        const cell = places[row][column];
        cell.classList.add("is-wrong");
        cell.setAttribute("aria-invalid", "true");
        cell.title = each.sentence;
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "link-button";
        button.textContent = rows[row].dataset.number + " " + grid.tHead.rows[0].cells[cell.cellIndex].textContent.trim();
        button.addEventListener("click", () => go([row, column]));
        item.append(button, "：" + each.sentence);
        list.append(item);
      });
      if (wrong.length) list.querySelector("button").focus();
    }

    function clear() { change(chosen().flat().filter((cell) => !isFixed(cell)).map((cell) => [cell, ""])); }

    function keyInEditor(event) {
      if (event.key === "Escape") { finish(false); go(at); }
      else if (event.key === "Enter" && !event.altKey && !event.isComposing) { finish(true); go(at); step(1, 0); }
      else if (event.key === "Tab") { finish(true); go(at); step(0, event.shiftKey ? -1 : 1); }
      else if (event.key === "Enter" && event.altKey) { editor.setRangeText("\n", editor.selectionStart, editor.selectionEnd, "end"); editor.rows += 1; }
      else return;
      event.preventDefault();
    }

    function keyInGrid(event) {
      const command = event.ctrlKey || event.metaKey;
      /* An input method begins: what it composes goes into the editor. */
      if (event.key === "Process" || event.isComposing) { edit(""); return; }
      if (DIRECTIONS[event.key]) { const [down, across] = DIRECTIONS[event.key]; go([at[0] + down, at[1] + across], event.shiftKey); }
      else if (event.key === "Home") go([command ? 0 : at[0], 0]);
      else if (event.key === "End") go([command ? places.length - 1 : at[0], places[0].length - 1]);
      else if (event.key === "Tab") { if (!step(0, event.shiftKey ? -1 : 1)) return; }
      else if (event.key === "Enter" || event.key === "F2") edit();
      else if (event.key === "Escape") (part("undo").disabled ? part("help") : part("undo")).focus();
      else if (event.key === "Delete" || event.key === "Backspace") clear();
      else if (command && event.key.toLowerCase() === "z") undo();
      else if (command && event.key.toLowerCase() === "s") save();
      else if (event.key.length === 1 && !command && !event.altKey) edit(event.key === " " && cellAt(at).dataset.fact === "is_standing" ? undefined : event.key);
      else return;
      event.preventDefault();
    }

    grid.addEventListener("keydown", (event) => {
      if (editor && event.target === editor) keyInEditor(event);
      else if (event.target.closest("td[data-fact]")) keyInGrid(event);
    });
    grid.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("td[data-fact]");
      if (!cell || event.target === editor) return;
      const row = rows.indexOf(cell.parentElement);
      finish(true);
      event.preventDefault();
      go([row, places[row].indexOf(cell)], event.shiftKey);
    });
    grid.addEventListener("dblclick", (event) => { if (event.target.closest("td[data-fact]") && event.target !== editor) edit(); });
    grid.addEventListener("paste", (event) => {
      if (editor) return;
      const block = blockOf(event.clipboardData.getData("text/plain"));
      const [top, left] = [Math.min(at[0], from[0]), Math.min(at[1], from[1])];
      const pairs = [];
      block.forEach((line, down) => line.forEach((text, across) => {
        const cell = places[top + down] && places[top + down][left + across];
        if (cell) pairs.push([cell, text.trim()]);
      }));
      event.preventDefault();
      change(pairs);
      if (top + block.length > places.length) window.Chuangcheng.announce(texts.textBeyond, "info");
    });
    grid.addEventListener("copy", (event) => {
      if (editor) return;
      event.clipboardData.setData("text/plain", chosen().map((row) => row.map((cell) => quotedFor(cell.now)).join("\t")).join("\n"));
      event.preventDefault();
    });
    part("save").addEventListener("click", save);
    part("undo").addEventListener("click", undo);
    part("discard").addEventListener("click", discard);
    reason.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); save(); } });
    window.addEventListener("beforeunload", (event) => { if (changed().length) event.preventDefault(); });
    tell();
  }

  window.Chuangcheng.enhance("[data-sheet]", open);
})();
