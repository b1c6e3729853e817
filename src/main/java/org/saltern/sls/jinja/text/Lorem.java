package org.saltern.sls.jinja.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.saltern.sls.jinja.values.Errors;

/** Filler text of random words. */
public final class Lorem {
    private static final String[] WORDS =
            ("a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit class"
                            + " commodo condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur"
                            + " curae cursus dapibus diam dictum dictumst dignissim dis dolor donec dui duis egestas eget"
                            + " eleifend elementum elit enim erat eros est et etiam eu euismod facilisi facilisis fames"
                            + " faucibus felis fermentum feugiat fringilla fusce gravida habitant habitasse hac hendrerit"
                            + " hymenaeos iaculis id imperdiet in inceptos integer interdum ipsum justo lacinia lacus laoreet"
                            + " lectus leo libero ligula litora lobortis lorem luctus maecenas magna magnis malesuada massa"
                            + " mattis mauris metus mi molestie mollis montes morbi mus nam nascetur natoque nec neque netus"
                            + " nibh nisi nisl non nonummy nostra nulla nullam nunc odio orci ornare parturient")
                    .split(" ");

    private Lorem() {}

    /**
     * Paragraphs.
     *
     * @param html whether each is an element {@code p}
     * @param least the fewest words of one
     * @param most one more than the most words of one
     */
    public static String ipsum(int paragraphs, boolean html, int least, int most) {
        if (least >= most) {
            throw Errors.value("empty range for randrange()");
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < paragraphs; i++) {
            String text = paragraph(ThreadLocalRandom.current().nextInt(least, most));
            all.add(html ? "<p>" + text + "</p>" : text);
        }
        return String.join(html ? "\n" : "\n\n", all);
    }

    private static String paragraph(int words) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        var out = new StringBuilder();
        boolean start = true;
        int untilComma = random.nextInt(3, 8);
        int untilStop = random.nextInt(10, 20);
        for (int i = 0; i < words; i++) {
            String word = WORDS[random.nextInt(WORDS.length)];
            out.append(i > 0 ? " " : "")
                    .append(
                            start
                                    ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                                    : word);
            start = --untilStop == 0;
            if (start) {
                out.append('.');
                untilStop = random.nextInt(10, 20);
                untilComma = random.nextInt(3, 8);
            } else if (--untilComma == 0 && i < words - 1) {
                out.append(',');
                untilComma = random.nextInt(3, 8);
            }
        }
        return out.length() > 0 && out.charAt(out.length() - 1) == '.'
                ? out.toString()
                : out.append('.').toString();
    }
}
