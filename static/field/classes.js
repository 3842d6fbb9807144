/* The class of a problem by pictures: groups first, the ones used last before all. */

import { day } from "./day.js";
import { el, icon, t } from "./parts.js";
import { kept } from "./store.js";

const RECENT = "recent-classes";
const MOST_RECENT = 4;
/* Words in the name of a group or class → picture. The first that fits. */
const PICTURES = [
  [/垃圾|市容|保洁|脏|不洁/, "trash"], [/广告|宣传|贴|牌/, "ad-2"], [/非机动车|骑手/, "bike"], [/机动车|停|营运/, "car"],
  [/街面|占道|经营|照/, "building-store"], [/施工|工地|围挡|渣土/, "barrier-block"], [/灯|公用|设施/, "bulb"], [/绿/, "tree"],
  [/小区|楼/, "building-community"], [/消防|电/, "flame"], [/窗口|服务/, "user"], [/烟/, "smoking"], [/犬|狗/, "dog"],
  [/无障碍/, "wheelchair"], [/斑马线|红灯|行人|文明/, "walk"], [/水|管道|涝/, "droplet"], [/路|道/, "road"],
];

export function pictureOf(name) {
  return (PICTURES.find(([words]) => words.test(name)) || [null, "alert-triangle"])[1];
}

export function classNamed(id) {
  return day().classes.find((each) => each.id === id) || null;
}

/* Two steps of big pictures; `chosen(id)` is told. */
export async function classPicker(current, chosen) {
  const recent = ((await kept.get(RECENT)) || []).map(classNamed).filter(Boolean);
  const box = el("div", { class: "class-picker" });
  const tile = (name, label, run, isOn = false) => el("button", { type: "button", class: "tile", "aria-pressed": String(isOn), onclick: run }, icon(name), el("span", {}, label));

  async function pick(each) {
    current = each.id;
    await kept.set(RECENT, [each.id, ...recent.map((one) => one.id).filter((id) => id !== each.id)].slice(0, MOST_RECENT));
    chosen(each.id);
    showGroups();
  }

  function showGroups() {
    const groups = [...new Set(day().classes.map((each) => each.group))];
    const now = classNamed(current);
    const first = [...(now ? [now] : []), ...recent.filter((each) => each.id !== current)];
    box.replaceChildren(
      first.length ? el("div", { class: "tiles" }, first.map((each) => tile(pictureOf(each.name), each.name, () => pick(each), each.id === current))) : "",
      el("div", { class: "tiles" }, groups.map((group) => tile(pictureOf(group), group, () => showClasses(group)))));
  }

  function showClasses(group) {
    box.replaceChildren(
      el("button", { type: "button", class: "act quiet", onclick: showGroups }, icon("chevron-left"), t("all_groups")),
      el("div", { class: "tiles" }, day().classes.filter((each) => each.group === group).map((each) => tile(pictureOf(each.name), each.name, () => pick(each), each.id === current))));
    box.querySelector(".tile")?.focus();
  }

  showGroups();
  return el("fieldset", { class: "choice" }, el("legend", {}, t("problem_class")), box);
}
