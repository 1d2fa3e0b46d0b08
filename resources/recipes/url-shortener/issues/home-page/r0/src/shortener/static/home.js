// The form of the home page. Everything shown goes through textContent: no text becomes markup.
"use strict";

(() => {
  const KEY = "shortener.recent";
  const KEPT = 10;
  const byId = (id) => document.getElementById(id);
  const form = byId("shorten");
  const message = byId("message");

  function say(text, kind) {
    message.textContent = text;
    message.className = `message ${kind || ""}`;
  }

  function recent() {
    try {
      const list = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(list) ? list.filter((link) => link && link.code) : [];
    } catch {
      return [];
    }
  }

  function remember(list) {
    try {
      localStorage.setItem(KEY, JSON.stringify(list.slice(0, KEPT)));
    } catch {
      // Private windows may refuse; the list is a convenience only.
    }
    showRecent();
  }

  function anchor(text, href) {
    const element = document.createElement("a");
    element.textContent = text;
    element.href = href;
    return element;
  }

  function showRecent() {
    const list = recent();
    byId("recent").hidden = list.length === 0;
    byId("recent-list").replaceChildren(...list.map((link) => {
      const item = document.createElement("li");
      const target = document.createElement("span");
      const code = encodeURIComponent(link.code);
      target.className = "hint";
      target.textContent = link.url;
      item.append(anchor(link.short_url, `/${code}`), " · ",
        anchor("statistics", `/stats/${code}`), target);
      return item;
    }));
  }

  function show(link) {
    byId("short-url").textContent = link.short_url;
    byId("short-url").href = `/${encodeURIComponent(link.code)}`;
    byId("target").textContent = link.url;
    byId("result").hidden = false;
    byId("result-title").focus();
    remember([link, ...recent().filter((other) => other.code !== link.code)]);
  }

  function wanted() {
    const fields = new FormData(form);
    const body = { url: fields.get("url").trim() };
    if (!/^[a-z][a-z0-9+.-]*:/i.test(body.url) && body.url.includes(".")) {
      body.url = `https://${body.url}`;
    }
    if (fields.get("alias").trim()) body.alias = fields.get("alias").trim();
    if (fields.get("expires_in")) body.expires_in = Number(fields.get("expires_in"));
    return body;
  }

  function mark(code) {
    const inAlias = ["invalid_alias", "reserved_alias", "code_taken"].includes(code);
    byId("alias").setAttribute("aria-invalid", String(inAlias));
    byId("url").setAttribute("aria-invalid", String(Boolean(code) && !inAlias));
    if (code) byId(inAlias ? "alias" : "url").focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    mark("");
    say("Shortening …");
    try {
      const response = await fetch("/api/links", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(wanted()),
      });
      const answer = await response.json();
      if (response.ok) {
        form.reset();
        say("Done.", "good");
        show(answer);
      } else {
        say(answer.error.message, "bad");
        mark(answer.error.code);
      }
    } catch {
      say("The service cannot be reached. Try again in a moment.", "bad");
    } finally {
      button.disabled = false;
    }
  });

  byId("copy").addEventListener("click", async () => {
    const text = byId("short-url").textContent;
    try {
      await navigator.clipboard.writeText(text);
      say("Copied.", "good");
    } catch {
      // Without https there is no clipboard: select it, so that one key copies it.
      getSelection().selectAllChildren(byId("short-url"));
      say("Press Ctrl+C to copy.");
    }
  });

  byId("forget").addEventListener("click", () => remember([]));
  showRecent();
})();
