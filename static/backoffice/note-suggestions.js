/* Suggestions for @organization and #theme on a line of notes: a combobox with a list of options
   (WAI-ARIA 1.2). Enter logs the line, unless an option was chosen with the arrow keys. */
(() => {
    const data = document.getElementById("note-suggestions");
    if (!data) return;
    const known = JSON.parse(data.textContent);
    const words = JSON.parse(document.getElementById("note-words").textContent);
    const said = document.querySelector("[data-notes-said]");
    const MOST = 8;
    const box = document.createElement("ul");
    box.id = "note-options";
    box.className = "bo-options";
    box.setAttribute("role", "listbox");
    box.hidden = true;
    let input = null;
    let chosen = -1;
    let asked = 0;

    /* The token that the caret is in: its sign, its letters, and where it begins. */
    const tokenAt = () => {
        const before = input.value.slice(0, input.selectionStart);
        const found = /(^|\s)([@#])([^\s@#]+)$/u.exec(before);
        return found && { sign: found[2], text: found[3], at: before.length - found[3].length };
    };

    const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const fits = (option, text) => {
        const parts = option.handle.split("-");
        return fold(text).split("-").filter(Boolean).every((part) => parts.some((p) => p.startsWith(part)));
    };

    const close = () => {
        box.hidden = true;
        chosen = -1;
        if (input) {
            input.setAttribute("aria-expanded", "false");
            input.removeAttribute("aria-activedescendant");
        }
    };

    const mark = () => {
        [...box.children].forEach((option, at) => {
            option.setAttribute("aria-selected", String(at === chosen));
        });
        const active = box.children[chosen];
        if (active) {
            input.setAttribute("aria-activedescendant", active.id);
            active.scrollIntoView({ block: "nearest" });
        } else {
            input.removeAttribute("aria-activedescendant");
        }
    };

    const take = (handle) => {
        const token = tokenAt();
        if (!token) return close();
        const after = input.value.slice(input.selectionStart).replace(/^\S*\s?/, "");
        const start = `${input.value.slice(0, token.at)}${handle} `;
        input.value = start + after;
        input.setSelectionRange(start.length, start.length);
        close();
    };

    const show = (options) => {
        if (!options.length) return close();
        box.replaceChildren(...options.map((option, at) => {
            const made = document.createElement("li");
            made.id = `note-option-${at}`;
            made.setAttribute("role", "option");
            made.textContent = option.name;
            made.dataset.handle = option.handle;
            // Before the input loses the focus.
            made.addEventListener("mousedown", (event) => {
                event.preventDefault();
                take(option.handle);
            });
            return made;
        }));
        input.after(box);
        chosen = -1;
        mark();
        box.hidden = false;
        input.setAttribute("aria-expanded", "true");
        said.textContent = (options.length === 1 ? words.options[0] : words.options[1])
            .replace("{count}", options.length);
    };

    const suggest = async () => {
        const token = tokenAt();
        asked += 1;
        if (!token) return close();
        const near = known[token.sign].filter((option) => fits(option, token.text));
        show(near.slice(0, MOST));
        if (token.sign !== "@" || near.length >= MOST || !words.mayName) return;
        // Organizations that are not registered for the session.
        const mine = asked;
        await new Promise((done) => setTimeout(done, 150));
        if (mine !== asked) return;
        try {
            const url = `${location.pathname}?suggest=${encodeURIComponent(token.text)}`;
            const answer = await fetch(url, {
                headers: { Accept: "application/json" }, redirect: "manual",
            });
            if (!answer.ok || mine !== asked) return;
            const names = new Set(near.map((option) => option.handle));
            const others = (await answer.json()).filter((option) => !names.has(option.handle));
            if (others.length && mine === asked && chosen < 0) show([...near, ...others].slice(0, MOST));
        } catch { /* no network: those that are registered are enough */ }
    };

    document.addEventListener("focusin", (event) => {
        if (event.target.name !== "line") return;
        input = event.target;
        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-controls", box.id);
        input.setAttribute("aria-expanded", "false");
        if (!box.isConnected) input.after(box);
    });
    document.addEventListener("focusout", (event) => {
        if (event.target === input) close();
    });
    document.addEventListener("input", (event) => {
        if (event.target === input) suggest();
    });
    document.addEventListener("keydown", (event) => {
        if (event.target !== input || box.hidden) return;
        const count = box.children.length;
        const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (steps && !event.altKey) {
            event.preventDefault();
            chosen = chosen < 0 && steps < 0 ? count - 1 : (chosen + steps + count) % count;
            mark();
        } else if (event.key === "Enter" && chosen >= 0) {
            event.preventDefault();
            take(box.children[chosen].dataset.handle);
        } else if (event.key === "Tab" && !event.shiftKey) {
            event.preventDefault();
            take(box.children[Math.max(chosen, 0)].dataset.handle);
        } else if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            close();
        }
    }, true);
})();
