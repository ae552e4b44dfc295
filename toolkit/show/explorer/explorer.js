// A timeline of evidence rows whose points open their sentences. Texts are only ever set as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 860, LEFT = 215, RIGHT = 70, ROW = 32, TOP = 8, AXIS = 26, GROUPS = 16, LISTED = 50, SIDE = 10;
const OTHER = "(others)", DAY = 86400000;

function make(parent, name, attributes = {}, text = "") {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const made = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  parent.appendChild(made);
  return made;
}

const day = words => Date.parse(words + "T00:00:00Z");

function countBy(points, key) {
  const counts = new Map();
  for (const point of points) counts.set(point[key], (counts.get(point[key]) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function ticksBetween(first, last) {
  const months = Math.max(1, (last - first) / DAY / 30.4);
  const step = [1, 3, 6, 12, 24, 60, 120].find(size => months / size <= 9) || 240;
  const at = new Date(first), ticks = [];
  for (let n = Math.ceil((at.getUTCFullYear() * 12 + at.getUTCMonth()) / step) * step; ; n += step) {
    const time = Date.UTC(Math.floor(n / 12), n % 12, 1);
    if (time > last) return ticks;
    const year = String(Math.floor(n / 12));
    if (time >= first) ticks.push([time, step >= 12 ? year : `${year}-${String((n % 12) + 1).padStart(2, "0")}`]);
  }
}

function render({ model, el }) {
  const points = model.get("points");
  const dated = points.filter(point => point.from && point.to);
  const first = Math.min(...dated.map(point => day(point.from))) - 3 * DAY;
  const last = Math.max(...dated.map(point => day(point.to))) + 3 * DAY;
  const named = countBy(points, "group").map(([name]) => name);
  const groups = named.length > GROUPS ? [...named.slice(0, GROUPS - 1), OTHER] : named;
  const rowOf = point => Math.max(0, groups.includes(point.group) ? groups.indexOf(point.group) : groups.length - 1);
  const x = time => LEFT + ((time - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  const middle = point => (point.from && point.to ? x((day(point.from) + day(point.to)) / 2) : WIDTH - RIGHT / 2);

  const root = make(el, "div", { class: "tk-explorer" });
  const bar = make(root, "div", { class: "tk-bar" });
  const filters = {};
  for (const [key, name] of [["outlet", "outlet"], ["group", model.get("of")], ["voice", "voice"]]) {
    const label = make(bar, "label", {}, `${name} `);
    filters[key] = make(label, "select", { "data-filter": key });
    make(filters[key], "option", { value: "" }, "all");
    for (const [value, n] of countBy(points, key)) make(filters[key], "option", { value }, `${value} (${n})`);
    filters[key].addEventListener("change", draw);
  }
  const all = make(bar, "button", { type: "button" }, "Pick all shown");
  const clear = make(bar, "button", { type: "button" }, "Clear");
  const height = TOP + groups.length * ROW + AXIS;
  const chart = make(root, "svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": "Timeline" });
  const said = make(root, "p", { class: "tk-said", "aria-live": "polite" });
  const list = make(root, "ol", { class: "tk-list" });

  const shown = () => points.filter(p => Object.entries(filters).every(([key, s]) => !s.value || p[key] === s.value));
  const picked = () => new Set(model.get("picked"));

  function pick(ids) {
    model.set("picked", [...ids].sort((a, b) => a - b));
    model.save_changes();
    draw();
  }

  function toggle(point) {
    const ids = picked();
    ids.has(point.i) ? ids.delete(point.i) : ids.add(point.i);
    pick(ids);
  }

  function drawAxis() {
    groups.forEach((name, row) => {
      const y = TOP + row * ROW + ROW / 2;
      make(chart, "line", { x1: LEFT, x2: WIDTH - 4, y1: y, y2: y, class: "tk-row" });
      const words = name.length > 29 ? name.slice(0, 28) + "…" : name;
      make(make(chart, "text", { x: LEFT - 10, y: y + 4, "text-anchor": "end" }, words), "title", {}, name);
    });
    const y = TOP + groups.length * ROW;
    if (dated.length) for (const [time, words] of ticksBetween(first, last)) {
      make(chart, "line", { x1: x(time), x2: x(time), y1: TOP, y2: y, class: "tk-tick" });
      make(chart, "text", { x: x(time), y: y + 17, "text-anchor": "middle" }, words);
    }
    if (dated.length < points.length) {
      make(chart, "text", { x: WIDTH - RIGHT / 2, y: y + 17, "text-anchor": "middle" }, "undated");
    }
  }

  function drawPoint(point, places, chosen, few) {
    const row = rowOf(point), key = `${row} ${Math.round(middle(point) / 8)}`;
    const n = places.get(key) || 0;  // those of one place stand three high and six wide, before any hides another
    places.set(key, n + 1);
    const at = middle(point) + (Math.floor(n / 3) % 6) * SIDE;
    const y = TOP + row * ROW + ROW / 2 + [0, -SIDE, SIDE][n % 3];
    if (point.from && point.from !== point.to) {
      make(chart, "line", { x1: x(day(point.from)), x2: x(day(point.to)), y1: y, y2: y, class: "tk-days" });
    }
    const kind = `tk-point${point.voice === "verbatim" ? " tk-spoken" : ""}${chosen ? " tk-picked" : ""}`;
    const dot = make(chart, "circle", { cx: at, cy: y, r: chosen ? 6 : 4.5, class: kind, "data-point": point.i });
    make(dot, "title", {}, `${point.days} · ${point.outlet} · ${point.words}`);
    dot.addEventListener("click", () => toggle(point));
    if (!few) return;
    dot.setAttribute("tabindex", "0");
    dot.setAttribute("role", "button");
    dot.setAttribute("aria-pressed", String(chosen));
    dot.setAttribute("aria-label", `${point.days}, ${point.group}: ${point.words}`);
    dot.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      toggle(point);
      const again = chart.querySelector(`[data-point="${point.i}"]`);
      if (again) again.focus();
    });
  }

  function drawList(ids) {
    list.replaceChildren();
    const chosen = points.filter(point => ids.has(point.i));
    for (const point of chosen.slice(0, LISTED)) {
      const item = make(list, "li");
      make(item, "span", {}, point.before);
      make(item, "mark", {}, point.words);
      make(item, "span", {}, point.after);
      make(item, "small", {}, [point.days, point.outlet, point.group, point.voice, point.doc].join(" · "));
    }
    const more = chosen.length > LISTED ? ` The first ${LISTED} are listed.` : "";
    said.textContent =
      `${points.length} rows, ${shown().length} shown, ${chosen.length} picked.${more} ` +
      "Click a point to open its sentence, drag over a time to pick all in it. Hollow points are verbatim speech.";
  }

  function draw() {
    const ids = picked(), places = new Map(), those = shown();
    chart.replaceChildren();
    drawAxis();
    for (const point of those) drawPoint(point, places, ids.has(point.i), those.length <= 300);
    drawList(ids);
  }

  const place = event => {
    const box = chart.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * WIDTH;
  };
  let start = null, area = null;
  chart.addEventListener("pointerdown", event => {
    if (event.target.classList.contains("tk-point")) return;
    start = place(event);
    area = make(chart, "rect", { x: start, y: TOP, width: 0, height: height - TOP - AXIS, class: "tk-area" });
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", event => {
    if (start === null) return;
    const now = place(event);
    area.setAttribute("x", Math.min(start, now));
    area.setAttribute("width", Math.abs(now - start));
  });
  chart.addEventListener("pointerup", event => {
    if (start === null) return;
    const [from, to] = [start, place(event)].sort((a, b) => a - b);
    start = null;
    area.remove();
    if (to - from < 4) return;
    pick(new Set([...picked(), ...shown().filter(p => middle(p) >= from && middle(p) <= to).map(p => p.i)]));
  });
  all.addEventListener("click", () => pick(new Set([...picked(), ...shown().map(point => point.i)])));
  clear.addEventListener("click", () => pick(new Set()));
  model.on("change:picked", draw);
  draw();
  return () => model.off("change:picked", draw);
}

export default { render };
