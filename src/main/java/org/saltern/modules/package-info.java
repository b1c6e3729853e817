/** Execution modules and grains, working on a Machine. */
package org.saltern.modules;
