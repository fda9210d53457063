// Passkeys (Web Authentication): the one script of this site, on the page where people sign in and on their own account's.
// It shows what this browser can do and sends the form; without it the password form works as ever.
"use strict";
(() => {
  const read = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const write = bytes =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = list => (list || []).map(one => ({ ...one, id: read(one.id) }));

  async function make(asked) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: read(asked.challenge),
        user: { ...asked.user, id: read(asked.user.id) },
        excludeCredentials: named(asked.excludeCredentials),
      },
    });
    return answer(made, { attestationObject: write(made.response.attestationObject) });
  }

  async function use(asked) {
    const used = await navigator.credentials.get({
      publicKey: { ...asked, challenge: read(asked.challenge), allowCredentials: named(asked.allowCredentials) },
    });
    const { authenticatorData, signature, userHandle } = used.response;
    return answer(used, {
      authenticatorData: write(authenticatorData),
      signature: write(signature),
      userHandle: userHandle && write(userHandle),
    });
  }

  const answer = (credential, response) =>
    JSON.stringify({
      id: credential.id,
      rawId: write(credential.rawId),
      type: credential.type,
      response: { clientDataJSON: write(credential.response.clientDataJSON), ...response },
    });

  // A passkey belongs to one address; the same site under another has none.
  const able = form => window.PublicKeyCredential && navigator.credentials && location.origin === form.dataset.origin;

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!able(form)) continue;
    form.hidden = false;
    document.querySelectorAll("[data-passkey-unable]").forEach(note => (note.hidden = true));
    const button = form.querySelector("button");
    const problem = form.querySelector("[data-problem]");
    const tell = text => {
      problem.setAttribute("role", "alert");
      problem.textContent = text;
      problem.hidden = !text;
    };
    form.addEventListener("submit", async event => {
      event.preventDefault();
      tell("");
      button.disabled = true;
      try {
        const asking = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
        const asked = await asking.json().catch(() => ({}));
        if (!asking.ok || !asked.challenge) return tell(asked.problem || form.dataset.failed);
        form.elements.answer.value = await (form.dataset.passkey === "make" ? make(asked) : use(asked));
        // The password was needed for the question; it is not sent again.
        form.querySelectorAll("input:not([type=hidden])").forEach(input => (input.disabled = true));
        form.submit();
      } catch (error) {
        tell(error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed);
      } finally {
        button.disabled = false;
      }
    });
  }
})();
