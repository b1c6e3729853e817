package org.saltern.sls.template;

/**
 * Where a template comes from; gives {@code sls}, {@code slspath}, {@code tplfile}, {@code tpldir} and their like.
 *
 * @param saltenv the environment, for example {@code base}
 * @param sls the SLS name, for example {@code apache.conf}; null when the template is no SLS (a managed file)
 * @param path the file relative to the environment's root, for example {@code apache/conf.sls}; null when unknown
 */
public record Place(String saltenv, String sls, String path) {
    /** The place of an SLS whose file is {@code a/b.sls} or {@code a/b/init.sls}. */
    public static Place sls(String saltenv, String sls, String path) {
        return new Place(saltenv, sls, path);
    }

    /** The place of a template that is no SLS. */
    public static Place file(String saltenv) {
        return new Place(saltenv, null, null);
    }
}
