// What a page is like, for `faults.py`: texts with where they stand, names, sizes, the links that it offers.
() => {
  const shown = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return style.visibility !== "hidden" && style.display !== "none" && box.width > 0 && box.height > 0;
  };
  const brief = (element) => {
    const words = (element.textContent || element.getAttribute("name") || "").trim().slice(0, 30);
    return `${element.tagName.toLowerCase()}.${element.className.toString().split(" ").join(".")} “${words}”`;
  };
  const nameOf = (element) => {
    const labelled = (element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent || "").join("");
    const images = [...element.querySelectorAll("img[alt], svg[aria-label]")]
      .map((image) => image.getAttribute("alt") || image.getAttribute("aria-label")).join("");
    const labels = [...(element.labels || [])].map((label) => label.textContent).join("");
    return [element.getAttribute("aria-label"), labelled, element.title, element.textContent, images, labels,
      element.type === "submit" ? element.value : ""].join("").trim();
  };
  const texts = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const words = node.nodeValue.replace(/\s+/g, " ").trim();
    if (words && !parent.closest("script, style, noscript, code, pre, textarea, [translate=no]")) {
      texts.push({ words, lang: parent.closest("[lang]").lang, spot: brief(parent) });
    }
  }
  for (const name of ["aria-label", "placeholder", "title", "alt", "data-confirm"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const words = element.getAttribute(name).trim();
      if (words && !element.closest("[translate=no]")) {
        texts.push({ words, lang: element.closest("[lang]").lang, spot: `${name} of ${brief(element)}` });
      }
    }
  }
  const main = document.querySelector("main");
  const acts = [...document.querySelectorAll("a[href], button, summary, input[type=submit]")];
  const targets = "button, .btn, summary, select, nav a, .bottom-bar a, input:not([type=hidden]):not([type=checkbox])" +
    ":not([type=radio]):not([type=file])";
  const isSmall = (element) => {
    const box = element.getBoundingClientRect();
    return shown(element) && !element.closest(".visually-hidden, .skip-link, .leaflet-container") && box.height < 43.5;
  };
  return {
    title: document.title.trim(),
    heading: (document.querySelector("h1")?.innerText || "").trim(),
    main: main ? main.innerText.trim() : "",
    mainHasMore: Boolean(main && main.querySelector("img, svg, table, form, canvas")),
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    nameless: acts.filter((element) => shown(element) && !nameOf(element)).map((element) => element.outerHTML.slice(0, 120)),
    dead: acts.filter((element) => !element.matches("[role=button]") && ["#", "javascript:void(0)", ""].includes(element.getAttribute("href") ?? "-"))
      .map(brief),
    small: [...document.querySelectorAll(targets)].filter(isSmall)
      .map((element) => `${brief(element)} ${Math.round(element.getBoundingClientRect().height)} px`),
    texts,
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
  };
}
