// The admin page. The token stays in this tab: it is neither stored nor put into an address.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const rows = byId("rows");
  let cursor = null;

  function say(text, kind) {
    byId("message").textContent = text;
    byId("message").className = `message ${kind || ""}`;
  }

  async function call(method, path) {
    const response = await fetch(path, {
      method,
      headers: { Authorization: `Bearer ${byId("token").value.trim()}` },
    });
    const answer = response.status === 204 ? null : await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    return answer;
  }

  function cell(content, kind) {
    const element = document.createElement("td");
    element.append(content);
    if (kind) element.className = kind;
    return element;
  }

  function anchor(text, href) {
    const element = document.createElement("a");
    element.textContent = text;
    element.href = href;
    return element;
  }

  function day(time) {
    return time ? time.slice(0, 10) : "never";
  }

  function confirmed(code) {
    const dialog = byId("confirm");
    byId("confirm-code").textContent = code;
    dialog.returnValue = "cancel";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"),
        { once: true });
    });
  }

  function row(link) {
    const element = document.createElement("tr");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Delete";
    button.setAttribute("aria-label", `Delete ${link.code}`);
    button.addEventListener("click", async () => {
      if (!await confirmed(link.code)) return;
      try {
        await call("DELETE", `/api/admin/links/${encodeURIComponent(link.code)}`);
        element.remove();
        byId("results").hidden = rows.children.length === 0 && !cursor;
        say(`${link.code} was deleted.`, "good");
        byId("search").focus();
      } catch (error) {
        say(error.message, "bad");
      }
    });
    element.append(
      cell(anchor(link.code, `/stats/${encodeURIComponent(link.code)}`)),
      cell(link.url),
      cell(day(link.created_at)),
      cell(day(link.expires_at), link.expired ? "expired" : ""),
      cell(button));
    return element;
  }

  function shown(count) {
    if (count === 0) return "No link fits.";
    return count === 1 ? "1 link shown." : `${count} links shown.`;
  }

  async function load(fresh) {
    const query = new URLSearchParams({ search: byId("search").value });
    if (!fresh && cursor) query.set("cursor", cursor);
    say("Loading …");
    try {
      const answer = await call("GET", `/api/admin/links?${query}`);
      if (fresh) rows.replaceChildren();
      rows.append(...answer.links.map(row));
      cursor = answer.next;
      byId("more").hidden = !cursor;
      byId("results").hidden = rows.children.length === 0;
      say(shown(rows.children.length), "good");
    } catch (error) {
      say(error.message, "bad");
    }
  }

  byId("filter").addEventListener("submit", (event) => {
    event.preventDefault();
    load(true);
  });
  byId("more").addEventListener("click", () => load(false));
})();
