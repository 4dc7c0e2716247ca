"use strict";
// Adds filtering, sorting, CSV and deep links to tables that are complete without it. A table that
// is too large for markup carries all its rows packed, and is shown page by page.
// Text from the organisation only ever goes through textContent and value.
(() => {
  const MANY = 12, CHOICES = 60, PAGE = 250, SVG = "http://www.w3.org/2000/svg";
  const make = (tag, text, props) => Object.assign(document.createElement(tag), { textContent: text || "" }, props || {});
  const count = n => n.toLocaleString("en");
  const number = text => Number(text.replace(/,/g, ""));
  const guard = text => /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? "'" + text : text;
  const quoted = text => /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  // An address may say a word as a file has it: true, not_known.
  const plain = value => ({ true: "yes", false: "no" })[value] || value;
  const same = (text, value) => text === value || text === plain(value) || text === value.replace(/_/g, " ");
  const collate = new Intl.Collator("en", { numeric: true }).compare;

  // A cell is { text, small, fold, folded, pill, bar, link } wherever it comes from.
  const low = cell => cell.low ??= [cell.text, cell.small, ...cell.folded].join(" ").toLowerCase();
  const full = cell => cell.text.endsWith("…") && cell.folded.length === 1 && cell.folded[0].startsWith(cell.text.slice(0, -1))
    ? cell.folded[0] : [cell.text, ...cell.folded].join(" ; ");

  function read(box) {
    const said = box.querySelector(".v, .pill"), below = box.querySelector("small");
    return { text: said ? said.textContent : box.textContent, small: below ? below.textContent : "",
      folded: [...box.querySelectorAll("li")].map(li => li.textContent) };
  }

  function build(cell, at, isNumber) {
    const box = at || !cell.text ? make("td") : make("th", "", { scope: "row" });
    if (isNumber) box.className = "n";
    const said = make("span", cell.text, { className: cell.pill ? "pill p-" + cell.pill : "v" });
    if (cell.link) said.replaceChildren(make("a", cell.text, { href: cell.link }));
    box.append(said);
    if (cell.bar) {
      const bar = document.createElementNS(SVG, "svg");
      const sized = (node, attributes) => { Object.entries(attributes).forEach(pair => node.setAttribute(...pair)); return node; };
      sized(bar, { class: "bar", width: 100, height: 8, viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
      [["bar-all", 100], ["bar-part", cell.bar]].forEach(([kind, width]) =>
        bar.append(sized(document.createElementNS(SVG, "rect"), { class: kind, width, height: 8 })));
      box.append(bar);
    }
    if (cell.small) box.append(make("small", cell.small));
    if (cell.folded.length) {
      const fold = make("details"), list = make("ul");
      list.append(...cell.folded.map(line => make("li", line)));
      fold.append(make("summary", cell.fold), list);
      box.append(fold);
    }
    return box;
  }

  async function unpack(block) {
    const bytes = Uint8Array.from(atob(JSON.parse(block.textContent)), char => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const { strings, columns } = await new Response(stream).json();
    return columns.map(column => ({ rows: column.rows, cells: column.entries.map(([text, small, fold, folded, pill, bar, link]) => ({
      text: strings[text || 0], small: strings[small || 0], fold: strings[fold || 0],
      folded: (folded || []).map(line => strings[line]), pill: strings[pill || 0], bar: strings[bar || 0], link: strings[link || 0] })) }));
  }

  function enhance(table, packed) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const marked = [...body.rows], ids = marked.map(row => row.id), isMain = table.id === "rows";
    const part = table.closest("section")?.id, home = isMain || table.id === "s-" + part ? "#" + part : "";
    // Of all rows the page may hold the first alone: every count says so.
    const total = packed ? packed[0].rows.length : marked.length, whole = Number(table.dataset.total);
    const beyond = total < whole ? " here, " + count(whole) + " in all" : "";
    const label = h => h.dataset.label, isNumber = heads.map(h => h.hasAttribute("data-number"));
    heads.forEach(h => { h.dataset.label = h.textContent; });
    const seen = heads.map(() => []);
    const cell = packed ? (row, at) => packed[at].cells[packed[at].rows[row]]
      : (row, at) => seen[at][row] ??= read(marked[row].cells[at]);
    const all = Array.from({ length: total }, (_, row) => row);
    const texts = at => [...new Set(packed ? packed[at].cells.map(one => one.text) : all.map(row => cell(row, at).text))];
    // Every column by name, that of the small print too: where it stands, and as what.
    const columns = new Map(heads.flatMap((h, at) => [[h.dataset.name, [at, "text"]], [h.dataset.below, [at, "small"]]]).filter(([name]) => name));
    const title = name => columns.get(name)[1] === "small" ? heads[columns.get(name)[0]].dataset.under : label(heads[columns.get(name)[0]]);
    // A column's choice: [values, how], one value from its chooser. How: ! all but these, ^ what begins so.
    const chosen = new Map(), asked = new Map(), pagers = [];
    const fit = (text, value, how) => how.includes("^") ? text.startsWith(value) : same(text, value);
    const told = ([values, how]) => (how.includes("!") ? "not " : "") +
      values.map(value => (value.replace(/_/g, " ") || "(none)") + (how.includes("^") ? "…" : "")).join(" or ");
    let words = "", sorted = null, order = all, fitting = all, page = 0;

    heads.forEach((head, at) => {
      const button = make("button", label(head), { type: "button" });
      head.replaceChildren(button);
      if (isNumber[at] && !packed) marked.forEach(row => row.cells[at].classList.add("n"));
      button.addEventListener("click", () => { sort(at, head.getAttribute("aria-sort") === "ascending" ? -1 : 1); apply(); });
    });

    function sort(at, way) {
      const key = isNumber[at] ? text => { const n = number(text); return isNaN(n) ? -1 : n; } : text => text.toLowerCase();
      const compare = isNumber[at] ? (a, b) => key(a) - key(b) : (a, b) => collate(key(a), key(b));
      const places = new Map();
      texts(at).sort(compare).forEach((text, i, list) =>
        places.set(text, i && compare(list[i - 1], text) === 0 ? places.get(list[i - 1]) : i));
      const place = all.map(row => places.get(cell(row, at).text));
      order = [...all].sort((a, b) => way * (place[a] - place[b]) || a - b);
      if (!packed) body.append(...order.map(row => marked[row]));
      heads.forEach(h => h.removeAttribute("aria-sort"));
      heads[at].setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      sorted = [heads[at].dataset.name, way];
    }

    const fits = said => row => said.every(word => heads.some((_, at) => low(cell(row, at)).includes(word))) &&
      [...chosen].every(([name, [values, how]]) => {
        const [at, part] = columns.get(name), said = cell(row, at)[part];
        return values.some(value => fit(said, value, how)) !== how.includes("!");
      });

    const tools = make("div", "", { className: "tools" });
    const box = make("input", "", { type: "search", autocomplete: "off", spellcheck: false });
    const search = make("label", "Filter");
    search.append(box);
    tools.append(search);
    heads.forEach((head, at) => {
      if (!head.hasAttribute("data-filter")) return;
      const values = texts(at).sort(collate);
      if (values.length < 2 || values.length > CHOICES) return;
      const name = head.dataset.name, pick = make("select"), wrap = make("label", label(head));
      pick.append(make("option", "any", { value: "" }), ...values.map(v => make("option", v || "(none)", { value: v })));
      pick.addEventListener("change", () => {
        if (pick.value) chosen.set(name, pick.selectedOptions[0].choice || [[pick.value], ""]); else chosen.delete(name);
        apply();
      });
      asked.set(name, pick);
      wrap.append(pick);
      tools.append(wrap);
    });
    const clear = make("button", "Show all", { type: "button" });
    const save = make("button", "CSV of these rows", { type: "button" });
    const said = make("output");
    said.setAttribute("aria-live", "polite");
    tools.append(clear, save, said);
    const banner = make("p", "", { className: "filtered" });
    const scroller = table.parentElement;
    if (total >= MANY || isMain) scroller.before(tools, banner);

    function pager(name) {
      const bar = make("div", "", { className: "pager", role: "group", ariaLabel: name }), at = make("span");
      const step = (text, title, to) => {
        const button = make("button", text, { type: "button", title, ariaLabel: title });
        button.addEventListener("click", () => { page = to(); paint(); scroller.scrollIntoView({ block: "start" }); });
        return button;
      };
      const first = step("«", "First rows", () => 0), before = step("‹", "Rows before", () => page - 1);
      const after = step("›", "Rows after", () => page + 1), last = step("»", "Last rows", () => Math.ceil(fitting.length / PAGE) - 1);
      bar.append(first, before, at, after, last);
      pagers.push(() => {
        const end = Math.min(fitting.length, (page + 1) * PAGE);
        at.textContent = fitting.length ? count(page * PAGE + 1) + "–" + count(end) + " of " + count(fitting.length) : "no row";
        first.disabled = before.disabled = page === 0;
        after.disabled = last.disabled = end >= fitting.length;
        bar.hidden = fitting.length <= PAGE;
      });
      return bar;
    }

    const lay = rows => body.replaceChildren(...rows.map(row => {
      const line = make("tr", "", { id: ids[row] || "" });
      if (!ids[row]) line.removeAttribute("id");
      line.append(...heads.map((_, at) => build(cell(row, at), at, isNumber[at])));
      return line;
    }));

    function paint() {
      if (packed) { lay(fitting.slice(page * PAGE, (page + 1) * PAGE)); pagers.forEach(show => show()); }
      else { const keep = new Set(fitting); marked.forEach((row, i) => { row.hidden = !keep.has(i); }); }
    }

    function apply() {
      fitting = words || chosen.size ? order.filter(fits(words.split(/\s+/).filter(Boolean))) : order;
      page = 0;
      paint();
      const printed = packed ? Math.min(fitting.length, marked.length) : fitting.length;
      said.textContent = [count(fitting.length) + " of " + count(total) + " rows" + beyond,
        ...[...chosen].filter(([name]) => !asked.has(name)).map(([name, choice]) => title(name) + ": " + told(choice))].join(", ");
      banner.textContent = (fitting.length < total ? "Filtered view: " + said.textContent + " fit. " : "") + "Printed of “" + table.caption.textContent +
        "”: " + count(printed) + " of " + count(whole) + " rows; all in " + (table.dataset.where || table.dataset.file) + ".";
      table.classList.toggle("is-cut", printed < whole);
      banner.hidden = printed === whole;
      document.body.classList.toggle("is-filtered", !!document.querySelector("table.is-cut"));
      remember();
    }

    // What a chooser cannot say alone, several values or all but one, becomes an option of it.
    function choose(name, value, how) {
      const choice = [[...(chosen.has(name) ? chosen.get(name)[0] : []), value], how];
      chosen.set(name, choice);
      if (!asked.has(name)) return;
      const pick = asked.get(name), fits = [...pick.options].find(one => !one.choice && one.value && same(one.value, value));
      [...pick.options].filter(one => one.choice).forEach(one => one.remove());
      if (choice[0].length === 1 && !how && fits) { pick.value = fits.value; return; }
      pick.append(make("option", told(choice), { value: told(choice), choice }));
      pick.value = told(choice);
    }

    function reset() {
      words = ""; box.value = ""; chosen.clear();
      asked.forEach(pick => { pick.value = ""; });
    }

    let wait = 0;
    box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { words = box.value.trim().toLowerCase(); apply(); }, 120); });
    clear.addEventListener("click", () => { reset(); apply(); });
    save.addEventListener("click", () => {
      const line = cells => cells.map(one => quoted(guard(one))).join(",");
      const head = heads.flatMap(h => h.dataset.under ? [label(h), h.dataset.under] : [label(h)]);
      const lines = fitting.map(row => line(heads.flatMap((h, at) =>
        h.dataset.under ? [full(cell(row, at)), cell(row, at).small] : [full(cell(row, at))])));
      const blob = new Blob(["\ufeff" + [line(head), ...lines].join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
      const link = make("a", "", { href: URL.createObjectURL(blob), download: "filtered-" + (beyond ? "first-" + total + "-of-" + whole + "-" : "") + (table.dataset.file || "rows").replace(/^.*\//, "").replace(/\.\w+$/, "") + ".csv" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });

    function remember() {
      if (!isMain || !ready) return;
      const query = new URLSearchParams();
      if (words) query.set("q", words);
      chosen.forEach(([values, how], name) => values.forEach(value => query.append(name + how, value)));
      if (sorted) query.set("sort", (sorted[1] < 0 ? "-" : "") + sorted[0]);
      const text = query.toString();
      history.replaceState(null, "", text ? "#view?" + text : "#view");
    }

    function recall() {
      const [place, text] = location.hash.split("?"), row = place ? ids.indexOf(place.slice(1)) : -1;
      if (packed && row >= 0) {
        page = Math.floor(fitting.indexOf(row) / PAGE);
        if (page >= 0) { paint(); document.getElementById(ids[row]).scrollIntoView({ block: "center" }); }
        page = Math.max(page, 0);
      }
      if (!home || place !== home) return;
      if (table.closest("details")) table.closest("details").open = true;
      ready = false;
      reset();
      new URLSearchParams(text || "").forEach((value, key) => {
        const [, name, how] = key.match(/^(.*?)([!^]*)$/);
        if (key === "q") { words = value.toLowerCase(); box.value = value; }
        else if (key === "sort") { const by = heads.findIndex(h => h.dataset.name === value.replace(/^-/, "")); if (by >= 0) sort(by, value[0] === "-" ? -1 : 1); }
        else if (columns.has(name)) choose(name, value, how);
        else { words = value.toLowerCase(); box.value = value; }
      });
      apply();
      ready = true;
      document.getElementById(home.slice(1)).scrollIntoView();
    }

    if (packed) {
      scroller.before(pager("Pages, above the table"));
      scroller.after(pager("Pages, below the table"));
      addEventListener("beforeprint", () => lay(fitting.slice(0, marked.length)));
      addEventListener("afterprint", paint);
      for (let note = tools.previousElementSibling; note && note.classList.contains("cut"); note = note.previousElementSibling) note.hidden = !note.hidden;
    }
    let ready = false;
    apply();
    recall();
    ready = true;
    if (home) addEventListener("hashchange", recall);
  }

  // A page has no clock but the reader's: how old the snapshot is by it.
  document.querySelectorAll("[data-taken]").forEach(box => {
    const days = Math.floor((Date.now() - Date.parse(box.dataset.taken)) / 864e5);
    box.lastElementChild.textContent = days < 1 ? "less than a day" : days === 1 ? "one day" : count(days) + " days";
    box.hidden = !(days >= 0);
  });

  // The index: what holds every word that is typed, exact names first.
  document.querySelectorAll(".find").forEach(part => {
    const all = JSON.parse(document.getElementById("found").textContent).map(([name, note, href]) => ({ name, note, href, low: (name + " " + note).toLowerCase() }));
    const box = part.querySelector("input"), list = part.querySelector("ul"), said = part.querySelector("output");
    box.addEventListener("input", () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean), first = one => one.low.split("/").pop().startsWith(words[0]) ? 0 : 1;
      const fitting = words.length ? all.filter(one => words.every(word => one.low.includes(word))).sort((a, b) => first(a) - first(b)) : [];
      said.textContent = words.length ? count(fitting.length) + (fitting.length > MANY ? " found, the first " + MANY + ":" : " found") : "";
      list.replaceChildren(...fitting.slice(0, MANY).map(one => {
        const line = make("li");
        line.append(make("a", one.name, { href: one.href }), make("span", one.note));
        return line;
      }));
      list.hidden = !fitting.length;
    });
    list.hidden = true;
    part.hidden = false;
  });

  Promise.all([...document.querySelectorAll("table[id]")].map(table => {
    const block = document.getElementById(table.id + "-packed");
    return block ? unpack(block).then(packed => enhance(table, packed), () => enhance(table)) : enhance(table);
  })).then(() => document.documentElement.classList.add("is-ready"));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(d => { d.open = true; }));
})();
