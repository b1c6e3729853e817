package org.saltern.yaml;

/** Text that is no YAML as Salt reads it, in the words of PyYAML with libyaml, which Salt uses. */
public final class YamlFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Which step found it; Salt words the failure of an SLS by this. */
    public enum Kind {
        /** {@code ScannerError}: a character that cannot stand there. */
        SCANNER("yaml.scanner.ScannerError"),
        /** {@code ParserError}: a token that cannot stand there. */
        PARSER("yaml.parser.ParserError"),
        /** {@code ComposerError}: an alias without anchor, a second document. */
        COMPOSER("yaml.composer.ComposerError"),
        /** {@code ConstructorError}: a tag or a key that is not allowed. */
        CONSTRUCTOR("yaml.constructor.ConstructorError"),
        /** {@code ReaderError}: a character that is not text. */
        READER("yaml.reader.ReaderError"),
        /** A limit of this program: too long, too deep, too many values. */
        LIMIT("salt.exceptions.SaltRenderError");

        private final String pythonName;

        Kind(String pythonName) {
            this.pythonName = pythonName;
        }

        public String pythonName() {
            return pythonName;
        }
    }

    private final Kind kind;
    private final String problem;
    private final int line;
    private final int column;

    YamlFault(Kind kind, String problem, String text, int line, int column, Throwable cause) {
        super(text, cause);
        this.kind = kind;
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** From 1; 0 when the place is not known. */
    public int line() {
        return line;
    }

    /** From 1; 0 when the place is not known. */
    public int column() {
        return column;
    }
}
