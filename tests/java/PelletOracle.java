import com.clarkparsia.owlapi.explanation.PelletExplanation;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDataPropertyAssertionAxiom;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLOntology;

/**
 * Pellet's minimal explanations, for tests: which axioms and assertions an entailment rests on.
 *
 * <p>Arguments: an ontology, and how many explanations of one entailment are wanted at most. Reads
 * entailments from standard input, one a line: subject, property and object as IRIs, tab between
 * them. Prints, for each axiom of each explanation, the numbers of the entailment and of the
 * explanation, and the axiom, without the value where that is a literal; for an entailment without
 * one only its number.
 */
public final class PelletOracle {
    private static final String TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology =
                OWLManager.createOWLOntologyManager()
                        .loadOntologyFromOntologyDocument(new File(arguments[0]));
        int most = Integer.parseInt(arguments[1]);
        // Not by tracing the reasoner ("glass box"), which leaves axioms about inverses out.
        PelletExplanation explanation = new PelletExplanation(ontology, false);
        OWLDataFactory factory = ontology.getOWLOntologyManager().getOWLDataFactory();
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] parts = line.split("\t");
            OWLNamedIndividual subject = factory.getOWLNamedIndividual(IRI.create(parts[0]));
            OWLAxiom entailed =
                    parts[1].equals(TYPE)
                            ? factory.getOWLClassAssertionAxiom(
                                    factory.getOWLClass(IRI.create(parts[2])), subject)
                            : factory.getOWLObjectPropertyAssertionAxiom(
                                    factory.getOWLObjectProperty(IRI.create(parts[1])),
                                    subject,
                                    factory.getOWLNamedIndividual(IRI.create(parts[2])));
            Set<Set<OWLAxiom>> found = explanation.getEntailmentExplanations(entailed, most);
            System.out.println(number);
            int count = 0;
            for (Set<OWLAxiom> axioms : found) {
                for (OWLAxiom axiom : axioms) {
                    System.out.println(number + "\t" + count + "\t" + text(axiom));
                }
                count++;
            }
            number++;
        }
    }

    /** Returns an axiom on one line; the OWL API writes line breaks of literals as they are. */
    private static String text(OWLAxiom axiom) {
        if (axiom instanceof OWLDataPropertyAssertionAxiom) {
            OWLDataPropertyAssertionAxiom data = (OWLDataPropertyAssertionAxiom) axiom;
            return "DataPropertyAssertion(" + data.getProperty() + " " + data.getSubject() + ")";
        }
        return axiom.getAxiomWithoutAnnotations().toString();
    }
}
