/** Reading a Linux machine: files of /proc and /sys, network interfaces, routes. Used by grains and functions. */
package org.saltern.modules.linux;
