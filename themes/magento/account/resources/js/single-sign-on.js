/*
 * Makes the account console's page of linked accounts say what the help pages say: Provider: Magento.com, Status Not
 * Connected, Connect with Magento.com. The console stays as it is: this script only adds words to the rows that it finds
 * by their ids, asks before something is disconnected, and offers to exchange a connection for another one. If a later
 * console has other ids, its own plain page remains.
 */
const exchangeable = new URL(import.meta.url).searchParams.get("provider");
const environment = JSON.parse(document.getElementById("environment").textContent);
const confirmed = new WeakSet();
let words = {};
let spoken = environment.locale;
let since = null;

const say = (key, name = "") => (words[key] ?? "").replaceAll("''", "'").replaceAll("{0}", () => name);

async function loadWords(language) {
  spoken = language;
  const response = await fetch(`${environment.serverBaseUrl}/resources/${environment.realm}/account/${language}`);
  const messages = await response.json();
  words = Object.fromEntries(messages.map(({ key, value }) => [key, value]));
  decorate();
}

/*
 * Since when somebody is connected is an attribute of the user, which the console does not read on this page. This asks
 * the console's own API, with the header that the console has just asked it with. A date that users could write
 * themselves would prove nothing.
 */
async function loadSince(headers) {
  const response = await consoleFetch(`${environment.serverBaseUrl}/realms/${environment.realm}/account/`, { headers });
  const { attributes, userProfileMetadata } = await response.json();
  const name = "magentoLinkSince";
  const known = userProfileMetadata.attributes.some((attribute) => attribute.name === name && attribute.readOnly);
  since = known ? attributes?.[name]?.[0] : null;
  decorate();
}

const consoleFetch = window.fetch;
window.fetch = async (address, options) => {
  if (/\/account\/linked-accounts\?.*linked=true/.test(address)) {
    // Without the date the row stays as it is.
    loadSince(options.headers).catch(() => {});
  }
  const response = await consoleFetch(address, options);
  if (response.status === 403 && /\/account\/linked-accounts\//.test(address)) {
    // The console shows the words of the refusal, but no way to do what they say.
    offerToSignInAgain(response.clone()).catch(() => {});
  }
  return response;
};

async function offerToSignInAgain(refusal) {
  const { error, errorMessage } = await refusal.json();
  if (error === "magento_reauthentication_required") {
    showDialog(say("connectMagentoReauthenticate"), errorMessage, [
      ["secondary", say("connectMagentoSsoKeep"), () => {}],
      ["primary", say("connectMagentoReauthenticate"), () => goToSignIn({ prompt: "login" })],
    ]);
  }
}

const formatted = (instant) =>
  new Intl.DateTimeFormat(spoken, {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(instant));

/* Changes the text that the console wrote last inside an element, and leaves icons and elements alone. */
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

function setSince(after) {
  let element = after.nextElementSibling;
  if (!element) {
    element = document.createElement("span");
    element.className = "magento-sso-since";
    after.after(element);
  }
  setOwnText(element, since ? say("connectMagentoSsoSince", formatted(since)) : "");
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
  element.className = `pf-v5-c-button pf-m-${look}`;
  element.textContent = text;
  element.addEventListener("click", onClick);
  return element;
}

function decorateRow(row, linked) {
  const alias = row.id.slice(0, -"-idp".length);
  const part = (suffix) => document.getElementById(`${row.id}-${suffix}`);
  const name = part("name");
  if (!name) {
    return;
  }
  const provider = name.textContent;
  setTerm(name, say("connectMagentoSsoProvider"));
  const badge = part("label")?.querySelector(".pf-v5-c-label");
  if (badge) {
    setTerm(badge, say("connectMagentoSsoStatus"));
    setText(badge, say(linked ? "connectMagentoSsoConnected" : "connectMagentoSsoNotConnected"));
  }
  const connect = part("link");
  if (connect) {
    setText(connect, say("connectMagentoConnect", provider));
  }
  const disconnect = part("unlink");
  // The console names the group of buttons by a sentence instead of an id.
  (connect ?? disconnect)?.parentElement.removeAttribute("aria-labelledby");
  const who = part("username");
  if (who && linked && alias === exchangeable) {
    setSince(who);
  }
  if (disconnect && alias === exchangeable) {
    const id = `${row.id}-exchange`;
    const exchange = document.getElementById(id) ?? button("link", "", () => exchangeConnection());
    if (!exchange.id) {
      exchange.id = id;
      disconnect.before(exchange);
    }
    setOwnText(exchange, say("connectMagentoSwitch", provider));
  }
}

function decorate() {
  if (Object.keys(words).length === 0) {
    return;
  }
  for (const [list, linked] of [["linked-idps", true], ["unlinked-idps", false]]) {
    document.querySelectorAll(`#${list} li[id$="-idp"]`).forEach((row) => decorateRow(row, linked));
  }
}

const base64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/* Starts the page "Connect with Magento.com" as the console starts any action of the account. */
const exchangeConnection = () => goToSignIn({ kc_action: "connect-magento" });

/*
 * Goes to sign in and comes back to this page. Nobody redeems the code that comes back: the console does not know its
 * state, drops it and goes on with the session the user has.
 */
function goToSignIn(request) {
  const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));
  const here = window.location.href.split(/[?#]/)[0];
  const query = new URLSearchParams({
    client_id: environment.clientId,
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
  window.location.assign(
    `${environment.serverBaseUrl}/realms/${environment.realm}/protocol/openid-connect/auth?${query}`,
  );
}

function askBeforeDisconnecting(disconnect) {
  const row = disconnect.closest('li[id$="-idp"]');
  const provider = document.getElementById(`${row.id}-name`)?.textContent ?? "";
  const disconnectNow = () => {
    confirmed.add(disconnect);
    disconnect.click();
  };
  showDialog(say("connectMagentoSsoWarningTitle", provider), say("connectMagentoSsoWarning", provider), [
    ["secondary", say("connectMagentoSsoKeep"), () => {}],
    ["danger", say("unLink"), disconnectNow],
  ]);
}

/* Each choice is the look of its button, its text, and what it does after the dialog is closed. */
function showDialog(heading, words, choices) {
  const dialog = document.createElement("dialog");
  dialog.className = "magento-sso-dialog";
  const title = document.createElement("h2");
  title.id = "magento-sso-dialog-title";
  title.textContent = heading;
  const text = document.createElement("p");
  text.id = "magento-sso-dialog-text";
  text.textContent = words;
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("aria-describedby", text.id);
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
  dialog.append(title, text, menu);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener(
  "click",
  (event) => {
    const disconnect = event.target.closest?.('#linked-idps button[id$="-idp-unlink"]');
    if (disconnect && !confirmed.delete(disconnect)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      askBeforeDisconnecting(disconnect);
    }
  },
  true,
);

let waiting = false;
new MutationObserver(() => {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      decorate();
    });
  }
}).observe(document.getElementById("app"), { childList: true, subtree: true, characterData: true });

window.addEventListener("languageChanged", (event) => loadWords(event.detail.language));
loadWords(environment.locale);
