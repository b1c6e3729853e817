package org.saltern.files;

import java.io.IOException;

/** Something that needs the disk. */
@FunctionalInterface
interface IoTask<T> {
    T run() throws IOException;
}
