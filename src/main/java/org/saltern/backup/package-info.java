/**
 * Copies of a whole Saltern, and how they are put back. A tool: it knows files and the database, no room. First class to read: {@link
 * org.saltern.backup.Backup}.
 */
package org.saltern.backup;
