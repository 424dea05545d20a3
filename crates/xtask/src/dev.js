// Loads a page anew when `cargo xtask dev` has made something new: /dev.txt then says something else.
let known;
setInterval(async () => {
  try {
    const answer = await fetch("/dev.txt", { cache: "no-store" });
    const said = answer.ok ? await answer.text() : known;
    if (known !== undefined && said !== known) {
      // The screens' worker keeps files of its own.
      for (const name of await self.caches?.keys() ?? []) await caches.delete(name);
      location.reload();
    }
    known = said;
  } catch {
    // The server is about to start again.
  }
}, 300);
