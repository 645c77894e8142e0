import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLAnnotation;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.util.OWLOntologyWalker;
import org.semanticweb.owlapi.util.OWLOntologyWalkerVisitor;

/**
 * Reads ontologies through the OWL API and prints every literal that stands in them.
 *
 * <p>Usage: {@code java -cp HermiT.jar Literals.java FILE...}. Prints one literal a line, fields separated
 * by tabs: the number of the file, the text's UTF-8 as hexadecimal digits, the language (or nothing), the
 * datatype.
 */
public final class Literals extends OWLOntologyWalkerVisitor<Object> {
    private final PrintStream out;
    private final int number;

    private Literals(OWLOntologyWalker walker, PrintStream out, int number) {
        super(walker);
        this.out = out;
        this.number = number;
    }

    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (int number = 0; number < files.length; number++) {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            OWLOntology ontology =
                    manager.loadOntologyFromOntologyDocument(new File(files[number]));
            OWLOntologyWalker walker = new OWLOntologyWalker(Collections.singleton(ontology));
            Literals literals = new Literals(walker, out, number);
            walker.walkStructure(literals);
            for (OWLAxiom axiom : ontology.getAxioms()) { // whose annotations no walker walks to
                for (OWLAnnotation annotation : axiom.getAnnotations()) {
                    annotation.getValue().accept(literals);
                }
            }
        }
        out.flush();
    }

    @Override
    public Object visit(OWLLiteral literal) {
        StringBuilder hexadecimal = new StringBuilder();
        for (byte each : literal.getLiteral().getBytes(StandardCharsets.UTF_8)) {
            hexadecimal.append(String.format("%02x", each));
        }
        String datatype = literal.getDatatype().getIRI().toString();
        out.println(number + "\t" + hexadecimal + "\t" + literal.getLang() + "\t" + datatype);
        return null;
    }
}
