// For whoever is signed in: typing is kept as drafts, and the end of a session comes with a warning.
// Every page works without it.
"use strict";

const QUIET = 5000; // after the last key
const AGAIN = 15000; // after a failure
const CARRIED = 60000; // browsers send no more than 64 kB for a page that is gone
const WARNING = 120000;
const CALLS = [[60000, "One minute left."], [20000, "Twenty seconds left."]];

const said = (form) => {
  const fields = new URLSearchParams();
  const secret = [...form.querySelectorAll("[type=password]")].map((one) => one.name);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !secret.includes(name)) fields.append(name, value);
  }
  fields.set("keep", "script");
  return fields;
};

class Draft {
  constructor(form) {
    Object.assign(this, { form, address: "", trouble: "", dirty: false, sent: false, sending: Promise.resolve() });
    this.line = form.querySelector("[data-draft-line]");
    form.addEventListener("input", () => this.typed());
    form.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget?.form !== form || relatedTarget.type !== "submit") this.keep(); });
    form.addEventListener("submit", () => { this.sent = true; this.rest(); });
  }

  typed() {
    this.dirty = true;
    this.in(QUIET);
  }

  in(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), wait);
  }

  rest() {
    clearTimeout(this.timer);
    this.dirty = false;
  }

  keep(leaving = false) {
    if (!this.dirty) return this.sending;
    this.rest();
    const fields = said(this.form);
    const before = leaving ? Promise.resolve() : this.sending; // one after the other, in order
    this.sending = before.then(() => this.send(fields, leaving));
    return this.sending;
  }

  async send(fields, leaving) {
    const to = new URL(this.form.getAttribute("action") || location.href, location.href);
    const keepalive = leaving && fields.toString().length < CARRIED;
    const answer = await fetch(to, { method: "POST", body: fields, keepalive })
      .then((one) => one.json()).catch(() => ({ trouble: "casetrack could not be reached" }));
    if ("left" in answer) session.renew(answer);
    this.trouble = answer.trouble || (answer.left === 0 && !answer.at ? "you are signed out" : "");
    if (this.trouble) {
      this.dirty = true;
      if (!this.sent) this.in(AGAIN);
      this.tell(`Your typing is not saved as a draft: ${this.trouble}. It is still on this page.`, true);
    } else if (answer.at) {
      this.address = answer.address;
      this.tell(`Your typing is saved as a draft. Last saved ${answer.at}.`, !this.line?.textContent);
    }
  }

  // Only the first saving and failures are read out.
  tell(words, aloud) {
    if (!this.line) return;
    this.line.setAttribute("aria-live", aloud ? "polite" : "off");
    this.line.classList.toggle("trouble", Boolean(this.trouble));
    this.line.textContent = words;
  }

  // A page that came back after its form was sent is another form.
  renew() {
    if (!this.sent) return;
    this.sent = false;
    this.form.elements.draft.value = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  }
}

const drafts = [...document.querySelectorAll("form[data-draft]")].map((form) => new Draft(form));
const keepAll = (leaving) => Promise.all(drafts.map((one) => one.keep(leaving)));
document.addEventListener("visibilitychange", () => { if (document.hidden) keepAll(true); });
addEventListener("pagehide", () => keepAll(true));
addEventListener("pageshow", (event) => { if (event.persisted) drafts.forEach((one) => one.renew()); });

class Session {
  constructor(foot, dialog) {
    Object.assign(this, { foot, dialog, ends: 0, final: false, warned: false, called: 0 });
    this.stay = dialog.querySelector("[data-stay]");
    this.close = dialog.querySelector("[data-close]");
    this.stay.addEventListener("click", () => this.putOff());
    this.close.addEventListener("click", () => dialog.close());
    this.tabs = new BroadcastChannel("casetrack");
    this.tabs.addEventListener("message", ({ data }) => { if (data.out) this.follow(); else if (data.ends > this.ends) this.set(data); });
    document.getElementById("sign-out").addEventListener("submit", () => this.tabs.postMessage({ out: true }));
    this.renew({ left: Number(foot.dataset.left), ends: foot.querySelector("[data-ends]").textContent, final: "final" in foot.dataset });
    this.timer = setInterval(() => this.look(), 1000);
  }

  // What the server said about the session, for every tab of this browser.
  renew({ left, ends, final }) {
    if (!left) { this.ends = 0; return; }
    const news = { ends: Date.now() + (left + 1) * 1000, at: ends, final };
    this.set(news);
    this.tabs.postMessage(news);
  }

  set({ ends, at, final }) {
    Object.assign(this, { ends, final, warned: false, called: 0 });
    document.querySelectorAll("[data-ends]").forEach((one) => { one.textContent = at; });
    if (final) this.foot.querySelector("[data-idle]").textContent = "";
    if (this.dialog.open && ends - Date.now() > WARNING) this.dialog.close();
  }

  look() {
    const left = this.ends - Date.now();
    if (left <= 0) this.leave();
    else if (left <= WARNING && !this.warned) this.warn();
    else if (this.called < CALLS.length && left <= CALLS[this.called][0]) this.speak(CALLS[this.called++][1]);
  }

  async warn() {
    this.warned = true;
    await keepAll();
    const trouble = drafts.find((one) => one.trouble)?.trouble;
    const kept = drafts.some((one) => one.address) ? "Your typing is saved." : "";
    this.dialog.querySelector("[data-kept]").textContent = trouble ? `Your typing is not saved: ${trouble}.` : kept;
    this.dialog.querySelector("[data-why]").hidden = !this.final;
    this.stay.hidden = this.final;
    this.close.hidden = !this.final;
    if (this.ends - Date.now() <= WARNING) this.dialog.showModal();
  }

  speak(words) {
    document.querySelectorAll("[data-spoken]").forEach((one) => { one.textContent = words; });
  }

  async putOff() {
    const answer = await fetch(this.foot.dataset.session).then((one) => one.json()).catch(() => null);
    if (!answer) this.speak("casetrack could not be reached. Try again.");
    else if (answer.left) { this.renew(answer); this.dialog.close(); } else this.leave();
  }

  // Another tab signs out; its form may still be on its way, and until then the sign-in page leads back.
  async follow() {
    for (let tries = 0; tries < 20; tries++) {
      const answer = await fetch(this.foot.dataset.session).then((one) => one.json()).catch(() => null);
      if (!answer?.left) break;
      await new Promise((go) => { setTimeout(go, 250); });
    }
    this.leave();
  }

  // What is on the screen is not for the next one who sits here; what could not be kept stays.
  async leave() {
    clearInterval(this.timer);
    await keepAll();
    if (drafts.some((one) => one.dirty)) return;
    const address = drafts.map((one) => one.address).find(Boolean);
    const next = new URLSearchParams({ next: address || location.pathname + location.search });
    if (address) next.set("kept", "1");
    location.replace(`/sign-in?${next}`);
  }
}

const session = new Session(document.querySelector("[data-session]"), document.getElementById("ending"));
