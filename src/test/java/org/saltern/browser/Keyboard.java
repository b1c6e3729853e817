package org.saltern.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/** A person who has only a keyboard: walks with Tab, and must see at each step where the focus is. */
final class Keyboard {
    private static final int PATIENCE = 120;

    /** Empty when the focus is on something that is in sight and marked; else what it is on. */
    private static final String UNSEEN =
            """
            () => {
              const focused = document.activeElement;
              if (focused === document.body) return "";
              const shown = focused.matches(".visually-hidden, .menu-box") ? focused.nextElementSibling
                  : focused.closest(".editor-box") || focused;
              const style = getComputedStyle(shown), place = shown.getBoundingClientRect();
              const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
              const isInSight = place.width > 0 && place.bottom > 0 && place.top < innerHeight;
              return isMarked && isInSight ? "" : focused.outerHTML.slice(0, 200);
            }
            """;

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    /** Walks on until the focus is on an element of this selector. */
    Keyboard to(String selector) {
        for (int i = 0; i < PATIENCE; i++) {
            if (Boolean.TRUE.equals(
                    page.evaluate("s => document.activeElement.matches(s)", selector))) {
                return this;
            }
            page.keyboard().press("Tab");
            assertThat(page.evaluate(UNSEEN)).as("focus that cannot be seen").isEqualTo("");
        }
        throw new AssertionError("Tab never comes to " + selector + " on " + page.url());
    }

    Keyboard type(String text) {
        page.keyboard().type(text);
        return this;
    }

    /** Enter on something that leads to another page, and on it once it is there. */
    Keyboard go() {
        page.waitForNavigation(() -> page.keyboard().press("Enter"));
        return this;
    }

    Keyboard press(String key) {
        page.keyboard().press(key);
        return this;
    }
}
