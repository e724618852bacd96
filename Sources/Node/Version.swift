/// The version of this program, as it is recorded at every opening.
package let programVersion = "0.1.0"
