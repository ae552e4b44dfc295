// Every visible piece of text whose contrast with what lies behind it is too low (WCAG 2, level AA).
// Folded parts are opened for the while: they are read too.
() => {
  const folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((part) => { part.open = true; });
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });

  const rgba = (colour) => {  // any CSS colour notation
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) =>
    [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const chain = (element) => {
    const elements = [];
    for (let each = element; each; each = each.parentElement) elements.unshift(each);
    return elements;
  };

  const canvasColour = document.createElement("div");
  canvasColour.style.color = "Canvas";
  document.body.append(canvasColour);
  const page = rgba(getComputedStyle(canvasColour).color);
  canvasColour.remove();

  const tooLow = [];
  let seen = 0;
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent).join(" ").trim();
    if (!text || !element.checkVisibility() || element.closest("script, style, svg")) continue;
    seen += 1;
    let behind = page;
    let opacity = 1;
    for (const each of chain(element)) {
      const style = getComputedStyle(each);
      opacity *= Number(style.opacity);
      behind = over(rgba(style.backgroundColor), behind);
    }
    const style = getComputedStyle(element);
    const colour = rgba(style.color);
    colour[3] *= opacity;
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const value = contrast(over(colour, behind), behind);
    if (value < (large ? 3 : 4.5)) {
      tooLow.push(`${value.toFixed(2)} <${element.tagName.toLowerCase()} class="${element.className}"> ${text.slice(0, 50)}`);
    }
  }
  folded.forEach((part) => { part.open = false; });
  return { seen, tooLow };
}
