package org.saltern.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.saltern.base.Problem;

class RelativePathTest {
    @Property(tries = 2000)
    void a_path_that_is_let_through_stays_below_any_root(
            @ForAll
                    @StringLength(max = 30)
                    @Chars({'.', '/', '\\', '\0', '~', ' '})
                    @CharRange(from = 'a', to = 'c')
                    String path) {
        Path top = Path.of("/srv/salt");
        RelativePath.clean(path)
                .ifPresent(
                        clean -> {
                            Path full = top.resolve(clean);
                            assertThat(full.normalize()).isEqualTo(full);
                            assertThat(full.startsWith(top) && !full.equals(top)).isTrue();
                        });
    }

    @Property(tries = 2000)
    void a_new_name_is_one_that_is_let_through_unchanged(
            @ForAll
                    @StringLength(max = 20)
                    @Chars({'.', '/', '-', ' ', '盐', '\u202e'})
                    @CharRange(from = 'a', to = 'c')
                    String path) {
        try {
            RelativePath.requireNew(path);
        } catch (Problem.BadInput refused) {
            return;
        }
        assertThat(RelativePath.clean(path)).isEqualTo(Optional.of(path));
    }

    @Example
    void everyday_names_may_be_given() {
        for (String path :
                new String[] {
                    "top.sls",
                    "web/init.sls",
                    "_modules/my_mod.py",
                    "web/files/.bashrc",
                    "a b/c+d@2=x,y",
                    "网站/配置.sls",
                    "..a"
                }) {
            assertThatCode(() -> RelativePath.requireNew(path)).as(path).doesNotThrowAnyException();
        }
    }
}
