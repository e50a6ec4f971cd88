/*
 * Adapts the account console's page of linked accounts to the help pages: Provider: Magento.com, Status Not Connected,
 * Connect with Magento.com. The script adds texts and classes to the rows, asks for a confirmation before an account is
 * disconnected, offers a new sign-in after a removal that the server refused because the sign-in was too old, and adds
 * a button that exchanges the connected account. It reads only the page and the public messages of the theme. It uses
 * neither the console's token nor its requests.
 */

/*
 * What this script relies on in the account console: everything from here to the end of the section. The code below it
 * names no id, class or test id of the console. A part that is missing is left out, and the console's own page remains.
 * ConsoleSeamIT reads these selectors and checks each of them in the page.
 */
export const consoleParts = {
  environment: "#environment",
  section: ".pf-v5-l-stack__item",
  toolbar: ".pf-v5-c-toolbar",
  linkedList: "#linked-idps",
  unlinkedList: "#unlinked-idps",
  row: 'li[id$="-idp"]',
  body: ".pf-v5-c-data-list__item-row",
  cells: ".pf-v5-c-data-list__item-content",
  cell: ".pf-v5-c-data-list__cell",
  actions: ".pf-v5-c-data-list__item-action",
  name: '[id$="-idp-name"]',
  status: '[id$="-idp-label"] .pf-v5-c-label',
  connect: 'button[id$="-idp-link"]',
  disconnect: 'button[id$="-idp-unlink"]',
  alert: '[data-testid="global-alerts"] .pf-v5-c-alert',
};
const rowId = (alias) => `${alias}-idp`;
const buttonClasses = {
  link: "pf-v5-c-button pf-m-link",
  primary: "pf-v5-c-button pf-m-primary",
  secondary: "pf-v5-c-button pf-m-secondary",
  danger: "pf-v5-c-button pf-m-danger",
};
const languageChange = "languageChanged";
const { serverBaseUrl, realm, clientId, locale } = JSON.parse(
  document.querySelector(consoleParts.environment).textContent,
);
/* End of the section. */

const exchangeable = new URL(import.meta.url).searchParams.get("provider");
const confirmed = new WeakSet();
const answeredAlerts = new WeakSet();
let messages = {};

const message = (key, name = "") => (messages[key] ?? "").replaceAll("''", "'").replaceAll("{0}", () => name);

async function loadMessages(language) {
  const response = await fetch(`${serverBaseUrl}/resources/${realm}/account/${language}`);
  const entries = await response.json();
  messages = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  // The console's own title, from the theme's properties, has one language.
  document.title = message("connectMagentoMailSettings") || document.title;
  decorate();
}

/* Adds the class of this script, which account.css uses, to a part of the console. */
const mark = (element, part) => element?.classList.add(`magento-sso-${part}`);

/* Replaces the last text inside an element. Icons and elements remain. */
function setText(element, text) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let last = null;
  while (walker.nextNode()) {
    if (walker.currentNode.nodeValue.trim()) {
      last = walker.currentNode;
    }
  }
  if (last && last.nodeValue !== text) {
    last.nodeValue = text;
  }
}

function setTerm(before, text) {
  let term = before.previousElementSibling;
  if (!term?.classList.contains("magento-sso-term")) {
    term = document.createElement("span");
    term.className = "magento-sso-term";
    before.before(term);
  }
  setOwnText(term, `${text} `);
}

function setOwnText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function button(look, text, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = buttonClasses[look];
  element.textContent = text;
  element.addEventListener("click", onClick);
  return element;
}

function decorateRow(row, linked) {
  const name = row.querySelector(consoleParts.name);
  if (!name) {
    return;
  }
  const provider = name.textContent;
  setTerm(name, message("connectMagentoSsoProvider"));
  const status = row.querySelector(consoleParts.status);
  if (status) {
    setTerm(status, message("connectMagentoSsoStatus"));
    setText(status, message(linked ? "connectMagentoSsoConnected" : "connectMagentoSsoNotConnected"));
  }
  const connect = row.querySelector(consoleParts.connect);
  if (connect) {
    setText(connect, message("connectMagentoConnect", provider));
  }
  // The console refers to the label of the buttons by a text instead of an id.
  row.querySelector(consoleParts.actions)?.removeAttribute("aria-labelledby");
  const disconnect = row.querySelector(consoleParts.disconnect);
  if (disconnect && row.id === rowId(exchangeable)) {
    const id = `${row.id}-exchange`;
    const exchange = document.getElementById(id) ?? button("link", "", () => exchangeConnection());
    if (!exchange.id) {
      exchange.id = id;
      disconnect.before(exchange);
    }
    setOwnText(exchange, message("connectMagentoSwitch", provider));
  }
}

function decorateList(list, linked) {
  mark(list, "list");
  if (linked) {
    mark(list, "linked");
  }
  const section = list.closest(consoleParts.section);
  mark(section, "section");
  mark(section?.querySelector(consoleParts.toolbar), "toolbar");
  for (const part of ["body", "cells", "cell", "actions", "name", "status"]) {
    list.querySelectorAll(consoleParts[part]).forEach((element) => mark(element, part));
  }
  if (Object.keys(messages).length > 0) {
    list.querySelectorAll(consoleParts.row).forEach((row) => decorateRow(row, linked));
  }
}

function decorate() {
  document.querySelectorAll(consoleParts.linkedList).forEach((list) => decorateList(list, true));
  document.querySelectorAll(consoleParts.unlinkedList).forEach((list) => decorateList(list, false));
  document.querySelectorAll(consoleParts.alert).forEach(answerAlert);
}

const quoted = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/*
 * The server's message about a sign-in that is too old for a removal, as UnlinkCheck sends it, with any name of a
 * provider; null if the text does not contain it.
 */
function staleSignInMessage(text) {
  const parts = message("connectMagentoErrorDisconnectStale", "{0}").split("{0}");
  const found = parts.length > 1 ? text.match(new RegExp(parts.map(quoted).join("(.*)"), "s")) : null;
  return found?.[0] ?? null;
}

/* The console shows why the server refused a removal, without a way to sign in again. */
function answerAlert(alert) {
  const refusal = answeredAlerts.has(alert) ? null : staleSignInMessage(alert.textContent);
  if (refusal) {
    answeredAlerts.add(alert);
    showDialog(message("connectMagentoReauthenticate"), refusal, [
      ["secondary", message("connectMagentoSsoKeep"), () => {}],
      ["primary", message("connectMagentoReauthenticate"), () => goToSignIn({ prompt: "login" })],
    ]);
  }
}

const base64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/* Starts the page "Connect with Magento.com" as the console starts any action of the account. */
const exchangeConnection = () => goToSignIn({ kc_action: "connect-magento" });

/*
 * Goes to the sign-in page and returns to this page. The code in the answer is not redeemed: the console does not know
 * its state, ignores it, and continues with the session of the browser.
 */
function goToSignIn(request) {
  const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));
  const here = window.location.href.split(/[?#]/)[0];
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: here,
    response_type: "code",
    response_mode: "query",
    scope: "openid",
    state: random(),
    code_challenge: random(),
    code_challenge_method: "S256",
    ui_locales: document.documentElement.lang,
    ...request,
  });
  window.location.assign(`${serverBaseUrl}/realms/${realm}/protocol/openid-connect/auth?${query}`);
}

function askBeforeDisconnecting(disconnect) {
  const row = disconnect.closest(consoleParts.row);
  const provider = row?.querySelector(consoleParts.name)?.textContent ?? "";
  const disconnectNow = () => {
    confirmed.add(disconnect);
    disconnect.click();
  };
  showDialog(message("connectMagentoSsoWarningTitle", provider), message("connectMagentoSsoWarning", provider), [
    ["secondary", message("connectMagentoSsoKeep"), () => {}],
    ["danger", message("unLink"), disconnectNow],
  ]);
}

/* Each choice consists of the look of its button, its text, and a function that runs after the dialog is closed. */
function showDialog(heading, text, choices) {
  const dialog = document.createElement("dialog");
  dialog.className = "magento-sso-dialog";
  const title = document.createElement("h2");
  title.id = "magento-sso-dialog-title";
  title.textContent = heading;
  const paragraph = document.createElement("p");
  paragraph.id = "magento-sso-dialog-text";
  paragraph.textContent = text;
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("aria-describedby", paragraph.id);
  const menu = document.createElement("menu");
  for (const [look, label, choose] of choices) {
    const item = document.createElement("li");
    item.append(
      button(look, label, () => {
        dialog.close();
        choose();
      }),
    );
    menu.append(item);
  }
  dialog.append(title, paragraph, menu);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener(
  "click",
  (event) => {
    const disconnect = event.target.closest?.(`${consoleParts.linkedList} ${consoleParts.disconnect}`);
    if (disconnect && !confirmed.delete(disconnect)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      askBeforeDisconnecting(disconnect);
    }
  },
  true,
);

// The console adds its alerts to the body, outside its own root element.
let waiting = false;
new MutationObserver(() => {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      decorate();
    });
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true });

window.addEventListener(languageChange, (event) => loadMessages(event.detail.language));
loadMessages(locale);
