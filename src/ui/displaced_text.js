// Page translators, reader modes and extensions put elements of their own in the place of the page's texts. The program
// would go on changing texts that nobody sees, and prices and times would stand still. Here a displaced text is put
// back as soon as the program touches it; a translator then finds the new words. Trunk puts this into every page.
(() => {
  const standIns = new WeakMap(); // the element that stands in the place of a text
  const isText = (node) => node?.nodeType === Node.TEXT_NODE;
  const isElement = (node) => node?.nodeType === Node.ELEMENT_NODE;
  const note = (records) => {
    const added = new Set(records.flatMap((record) => [...record.addedNodes]));
    for (const record of records) {
      // Some put their element beside the text before they take the text away.
      const beside = [record.previousSibling, record.nextSibling].filter((node) => added.has(node) && node.tagName === "FONT");
      const standIn = [...record.addedNodes, ...beside].find(isElement);
      if (standIn) [...record.removedNodes].filter(isText).forEach((text) => standIns.set(text, standIn));
    }
  };
  const observer = new MutationObserver(note);
  observer.observe(document, { childList: true, subtree: true });

  const patch = (owner, name, kind, before) => {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    const original = property[kind];
    property[kind] = function (...given) {
      before(this, ...given);
      return original.apply(this, given);
    };
    Object.defineProperty(owner, name, property);
  };
  const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, "parentNode").get;
  const putBack = (text) => {
    if (!isText(text) || parentOf.call(text)) return;
    note(observer.takeRecords());
    const standIn = standIns.get(text);
    standIns.delete(text);
    if (standIn?.isConnected) standIn.replaceWith(text);
  };
  patch(Node.prototype, "nodeValue", "set", putBack);
  patch(Node.prototype, "parentNode", "get", putBack);
  patch(Node.prototype, "removeChild", "value", (_, child) => putBack(child));
  patch(Node.prototype, "insertBefore", "value", (_, child, before) => [child, before].forEach(putBack));
  patch(CharacterData.prototype, "remove", "value", putBack);
})();
