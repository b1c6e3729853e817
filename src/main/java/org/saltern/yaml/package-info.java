/**
 * YAML as Salt reads and writes it, and the words of a Salt command line. Uses {@code base} and SnakeYAML only. First class to
 * read: {@link org.saltern.yaml.Yaml}.
 */
package org.saltern.yaml;
