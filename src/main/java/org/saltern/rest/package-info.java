/** The door for programs: the REST API that salt-api clients speak, and the commands that use it. */
package org.saltern.rest;
