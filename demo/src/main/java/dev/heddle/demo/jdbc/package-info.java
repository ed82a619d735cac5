/** The command {@code jdbc}: queries a PostgreSQL over TLS, through one factory or another. */
package dev.heddle.demo.jdbc;
