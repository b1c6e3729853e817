package org.saltern.sls;

/**
 * One file of a tree.
 *
 * @param path from the environment's root, {@code apache/init.sls}
 */
public record SlsFile(String path, byte[] content) {
    /** Whether it is a folder's own SLS, to which relative includes are measured. */
    public boolean isInit() {
        return path.endsWith("/init.sls");
    }
}
