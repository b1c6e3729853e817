package org.saltern.web;

/** A measure of every text on a page against what is painted behind it, after WCAG 2. */
final class Contrast {
    /** Gives the texts of less than 4.5:1 (3:1 when large), with the ratio; disabled ones are left out. */
    static final String SCRIPT =
            """
            () => {
              const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
              const rgba = colour => {
                canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
              };
              const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
              const ground = element => {
                const layers = [];
                for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
                return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
              };
              const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
              const weak = [];
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const text = walk.currentNode.textContent.trim(), e = walk.currentNode.parentElement;
                if (!text || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || e.closest(":disabled, option, .skip")) continue;
                const style = getComputedStyle(e), under = ground(e), ink = over(rgba(style.color), under);
                const [a, b] = [light(ink), light(under)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
                const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && +style.fontWeight >= 700);
                if (ratio < (large ? 3 : 4.5) && !e.matches("[aria-hidden]")) weak.push(ratio.toFixed(2) + " " + text.slice(0, 40));
              }
              return weak;
            }
            """;

    private Contrast() {}
}
