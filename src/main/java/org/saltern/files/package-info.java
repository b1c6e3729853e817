/** The state tree: editing it, serving it to minions; pillar. First classes to read: {@link org.saltern.files.FileServer}, {@link org.saltern.files.Files}. */
package org.saltern.files;
