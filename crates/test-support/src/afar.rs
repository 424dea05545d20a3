//! What is read from afar: how large letters stand on a wall, and how they stand out from what lies behind them.

use crate::browser::Window;

/// A screen of 55 inches, in millimetres across the diagonal.
const DIAGONAL_MM: f64 = 55.0 * 25.4;

/// Every text that is shown, with what it is written in.
const TEXTS: &str = "const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const [node, e] = [walker.currentNode, walker.currentNode.parentElement];
        const text = node.textContent.trim();
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const isShown = e.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
        if (text && isShown && !e.closest('.vh, noscript, script, style')) texts.push([text, e, getComputedStyle(e)]);
    }
    const words = document.documentElement;
    const after = getComputedStyle(words, '::after');
    if (!['none', 'normal'].includes(after.content)) texts.push([after.content, words, after]);";

/// The contrast of each text against what really lies behind it: colours that let others through are laid upon them,
/// and of a gradient every colour counts.
const CONTRAST: &str = "const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
        .getContext('2d', { willReadFrequently: true });
    const parts = colour => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = 'transparent';
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const upon = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
    const colours = style => [
        style.backgroundColor,
        ...style.backgroundImage.match(/[a-z-]+\\([^()]*\\)/g) ?? []].map(parts);
    // What may lie behind the content of something.
    const grounds = e => {
        const below = e.parentElement ? grounds(e.parentElement) : [[255, 255, 255]];
        const [plain, ...image] = colours(getComputedStyle(e));
        const own = below.map(ground => upon(plain, ground));
        return image.length ? image.flatMap(colour => own.map(ground => upon(colour, ground))) : own;
    };
    const opacity = e => e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1;
    const light = rgb => {
        const [r, g, b] = rgb.map(part => part / 255).map(it => it <= .04045 ? it / 12.92 : ((it + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const contrast = (one, other) => {
        const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
        return (more + .05) / (less + .05);
    };
    const found = texts.map(([text, e, style]) => {
        const [r, g, b, a] = parts(style.color);
        const behind = style === after ? colours(style).slice(0, 1) : grounds(e);
        const least = Math.min(...behind.map(ground => contrast(upon([r, g, b, a * opacity(e)], ground), ground)));
        // The clock of the closed house is huge.
        return [text, e.className, least, e.matches('.shut .clock') ? 4.5 : 7];
    });
    return [found.length, found.filter(([, , has, needs]) => has < needs).map(it => it.join(' '))]";

/// How high letters are: Han by a character that fills its square, others by a capital's place in the type.
const HEIGHT: &str = "const pen = document.createElement('canvas').getContext('2d');
    const mm = arguments[0] / Math.min(innerWidth, innerHeight);
    const found = texts.map(([text, e, style]) => {
        pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText('国');
        const size = parseFloat(style.fontSize) * mm;
        // 15 mm can be read from six metres: letters and figures of 3 units of 6.85 mm, Han of 2.7.
        const isHan = /\\p{Script=Han}/u.test(text) && !/[\\p{Script=Latin}\\d]/u.test(text);
        return [text, size.toFixed(2), ((up + down) * mm).toFixed(2), isHan ? (up + down) * mm >= 15 && size > 18.4 : size > 20.4];
    });
    return [found.length, found.filter(it => !it[3]).map(it => it.join(' '))]";

impl Window {
    /// Every text has a contrast of 7:1, against whatever of its ground is nearest to it: WCAG's AAA, for screens seen
    /// from afar.
    pub async fn is_readable_from_afar(&self, view: &str) {
        self.has_colours(view, "color-contrast-enhanced").await;
        let faint = self.faint_texts().await;
        assert!(faint.is_empty(), "{view}:\n  - {}", faint.join("\n  - "));
    }

    /// Every letter is 15 mm high on 55 inches: for six metres.
    pub async fn is_large_from_afar(&self, view: &str) {
        let small = self.small_texts().await;
        assert!(small.is_empty(), "{view}:\n  - {}", small.join("\n  - "));
    }

    /// Texts of less contrast than is read from afar.
    pub async fn faint_texts(&self) -> Vec<String> {
        self.failing_texts(CONTRAST, vec![]).await
    }

    /// Texts that are smaller than is read from afar.
    pub async fn small_texts(&self) -> Vec<String> {
        let short_mm = DIAGONAL_MM * 9.0 / 9.0_f64.hypot(16.0);
        self.failing_texts(HEIGHT, vec![short_mm.into()]).await
    }

    async fn failing_texts(&self, script: &str, arguments: Vec<serde_json::Value>) -> Vec<String> {
        let found = self.run(&format!("{TEXTS}\n{script}"), arguments).await;
        let (count, failing): (usize, Vec<String>) = serde_json::from_value(found).expect("texts");
        assert!(count > 0, "there is nothing to read");
        failing
    }
}
