"use strict";
// Adds filtering, sorting, CSV and deep links to tables that are complete without it.
// Text from the organisation only ever goes through textContent and value.
(() => {
  const MANY = 12, CHOICES = 60;
  const make = (tag, text, props) => Object.assign(document.createElement(tag), { textContent: text || "" }, props || {});
  const main = cell => { const v = cell.querySelector(".v, .pill"); return v ? v.textContent : cell.textContent; };
  const small = cell => { const s = cell.querySelector("small"); return s ? s.textContent : ""; };
  const listed = cell => [...cell.querySelectorAll("li")].map(li => li.textContent);
  const number = text => Number(text.replace(/,/g, ""));
  const guard = text => /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? "'" + text : text;
  const quoted = text => /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;

  function enhance(table) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows], total = rows.length, isMain = table.id === "rows";
    const texts = new Map(), label = h => h.dataset.label;
    heads.forEach(h => { h.dataset.label = h.textContent; });
    const haystack = row => { if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase()); return texts.get(row); };
    const chosen = new Map(), asked = new Map();
    let words = "", sorted = null;

    heads.forEach((head, at) => {
      const button = make("button", label(head), { type: "button" });
      head.replaceChildren(button);
      if (head.hasAttribute("data-number")) rows.forEach(row => row.cells[at].classList.add("n"));
      button.addEventListener("click", () => sort(at, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
    });

    function sort(at, way) {
      const isNumber = heads[at].hasAttribute("data-number");
      const keys = new Map(rows.map(row => [row, isNumber ? number(main(row.cells[at])) : main(row.cells[at]).toLowerCase()]));
      const order = new Intl.Collator("en", { numeric: true }).compare;
      const compare = isNumber ? (a, b) => (isNaN(a) ? -1 : a) - (isNaN(b) ? -1 : b) : order;
      rows.map((row, i) => [row, i]).sort((a, b) => way * compare(keys.get(a[0]), keys.get(b[0])) || a[1] - b[1])
        .forEach(pair => body.append(pair[0]));
      heads.forEach(h => h.removeAttribute("aria-sort"));
      heads[at].setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      sorted = [heads[at].dataset.name, way];
      remember();
    }

    const fits = row => words.split(/\s+/).every(word => haystack(row).includes(word)) &&
      [...chosen].every(([at, value]) => !value || main(row.cells[at]) === value || small(row.cells[at]) === value);

    const tools = make("div", "", { className: "tools" });
    const box = make("input", "", { type: "search", autocomplete: "off", spellcheck: false });
    const search = make("label", "Filter");
    search.append(box);
    tools.append(search);
    heads.forEach((head, at) => {
      if (!head.hasAttribute("data-filter")) return;
      const values = [...new Set(rows.map(row => main(row.cells[at])))].sort(new Intl.Collator("en", { numeric: true }).compare);
      if (values.length < 2 || values.length > CHOICES) return;
      const pick = make("select"), wrap = make("label", label(head));
      pick.append(make("option", "any", { value: "" }), ...values.map(v => make("option", v || "(none)", { value: v })));
      pick.addEventListener("change", () => { chosen.set(at, pick.value); apply(); });
      asked.set(at, pick);
      wrap.append(pick);
      tools.append(wrap);
    });
    const clear = make("button", "Show all", { type: "button" });
    const save = make("button", "CSV of these rows", { type: "button" });
    const said = make("output");
    said.setAttribute("aria-live", "polite");
    tools.append(clear, save, said);
    const banner = make("p", "", { className: "filtered" });
    if (total >= MANY || isMain) { table.parentElement.before(tools); table.parentElement.before(banner); }

    function apply() {
      let shown = 0;
      rows.forEach(row => { const fit = fits(row); row.hidden = !fit; if (fit) shown += 1; });
      const all = Number(table.dataset.total);
      said.textContent = shown.toLocaleString("en") + " of " + total.toLocaleString("en") + " rows" +
        (all > total ? " on this page; " + all.toLocaleString("en") + " in " + table.dataset.file : "");
      banner.textContent = "Filtered view: " + said.textContent + " of “" + table.caption.textContent + "” are printed.";
      table.classList.toggle("is-cut", shown < total);
      banner.hidden = shown === total;
      document.body.classList.toggle("is-filtered", !!document.querySelector("table.is-cut"));
      remember();
    }

    function reset() {
      words = ""; box.value = ""; chosen.clear();
      asked.forEach(pick => { pick.value = ""; });
    }

    let wait = 0;
    box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { words = box.value.trim().toLowerCase(); apply(); }, 120); });
    clear.addEventListener("click", () => { reset(); apply(); });
    save.addEventListener("click", () => {
      const line = cells => cells.map(cell => quoted(guard(cell))).join(",");
      const head = heads.flatMap(h => h.dataset.under ? [label(h), h.dataset.under] : [label(h)]);
      const lines = [...body.rows].filter(row => !row.hidden).map(row => line(heads.flatMap((h, at) => {
        const cell = row.cells[at], first = [main(cell), ...listed(cell)].join(" ; ");
        return h.dataset.under ? [first, small(cell)] : [first];
      })));
      const blob = new Blob(["\ufeff" + [line(head), ...lines].join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
      const link = make("a", "", { href: URL.createObjectURL(blob), download: "filtered-" + (table.dataset.file || "rows").replace(/\.\w+$/, "") + ".csv" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });

    function remember() {
      if (!isMain || !ready) return;
      const query = new URLSearchParams();
      if (words) query.set("q", words);
      chosen.forEach((value, at) => { if (value) query.set(heads[at].dataset.name, value); });
      if (sorted) query.set("sort", (sorted[1] < 0 ? "-" : "") + sorted[0]);
      const text = query.toString();
      history.replaceState(null, "", text ? "#view?" + text : "#view");
    }

    function recall() {
      const [place, text] = location.hash.split("?");
      if (!isMain || place !== "#view") return;
      ready = false;
      reset();
      new URLSearchParams(text || "").forEach((value, key) => {
        const at = heads.findIndex(h => h.dataset.name === key.replace(/^-/, ""));
        if (key === "q") { words = value.toLowerCase(); box.value = value; }
        else if (key === "sort") { const by = heads.findIndex(h => h.dataset.name === value.replace(/^-/, "")); if (by >= 0) sort(by, value[0] === "-" ? -1 : 1); }
        else if (at >= 0) { chosen.set(at, value); if (asked.has(at)) asked.get(at).value = value; }
        else { words = value.toLowerCase(); box.value = value; }
      });
      apply();
      ready = true;
      document.getElementById("view").scrollIntoView();
    }

    let ready = false;
    apply();
    recall();
    ready = true;
    if (isMain) addEventListener("hashchange", recall);
  }

  document.querySelectorAll("table[id]").forEach(enhance);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(d => { d.open = true; }));
})();
