/** What the program's commands share: streams, exit codes, failures, dialling, options. */
package dev.heddle.demo.common;
