// Small comforts; every page works without them.
"use strict";

// A form is sent once: the second click waits for the answer to the first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 5000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

// What is wrong is read first.
document.querySelector("[data-focus]")?.focus();

// A question that does not apply to the other answers is put away; nothing typed in it is lost.
const value = (form, name) => {
  const field = form.elements[name];
  if (!field) return "";
  return field.length && !field.options ? ([...field].find((one) => one.checked) || {}).value || "" : field.value;
};
const applies = (form, rule) => rule.split("|").some((part) => {
  const unless = part.includes("!=");
  const [name, allowed] = part.split(unless ? "!=" : "=");
  return allowed.split(",").includes(value(form, name)) !== unless;
});
document.querySelectorAll("form").forEach((form) => {
  const asked = form.querySelectorAll("[data-only]");
  const update = () => asked.forEach((field) => { field.hidden = !applies(form, field.dataset.only) && !field.matches(".has-error"); });
  if (asked.length) { form.addEventListener("input", update); update(); }
});

// A password can be read while it is typed.
document.querySelectorAll("[data-show]").forEach((input) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link";
  button.textContent = "Show password";
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.textContent = show ? "Hide password" : "Show password";
  });
  input.after(button);
});

// Ctrl+Enter saves from a text area.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form?.requestSubmit();
});

// Menus and filters start closed where the screen is narrow.
if (matchMedia("(max-width: 575px)").matches) document.querySelector("[data-menu]")?.removeAttribute("open");
if (matchMedia("(min-width: 992px)").matches) document.querySelectorAll("[data-open-wide]").forEach((one) => { one.open = true; });

// A paper in the making says how far it is; the page is loaded again when it is there.
const follow = (shown) => setTimeout(async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer) { follow(shown); return; }
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-working]");
  if (!now) { location.reload(); return; }
  shown.replaceWith(now);
  follow(now);
}, 1000);
document.querySelectorAll("[data-working]").forEach(follow);

// Text is copied with one press; the focus stays, so that the tick beside it comes next.
document.querySelectorAll("[data-copy]").forEach((place) => {
  const source = document.getElementById(place.dataset.copy);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-secondary";
  button.setAttribute("aria-label", `Copy: ${place.dataset.name}`);
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Selected: press Ctrl+C";
    }
    button.setAttribute("aria-label", `${button.textContent}: ${place.dataset.name}`);
    setTimeout(() => { button.textContent = "Copy"; button.setAttribute("aria-label", `Copy: ${place.dataset.name}`); }, 3000);
  });
  place.append(button);
});
