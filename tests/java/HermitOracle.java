import java.io.File;
import java.io.PrintStream;
import java.util.Set;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;

/**
 * Asks HermiT of each assertion between named individuals whether an ontology entails it.
 *
 * <p>One question for each, because HermiT 1.3.8 fails (ConcurrentModificationException) where it is to
 * list what properties relate and names become names of one individual. Usage: {@code java -cp HermiT.jar HermitOracle.java FILE...}. Prints
 * one finding a line, fields separated by tabs: the number of the file, then {@code consistent} or
 * {@code inconsistent}, or subject, predicate and object of what is entailed.
 */
public final class HermitOracle {
    private static final String TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    private static final String SAME_AS = "http://www.w3.org/2002/07/owl#sameAs";

    private HermitOracle() {}

    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (int number = 0; number < files.length; number++) {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            OWLOntology ontology =
                    manager.loadOntologyFromOntologyDocument(new File(files[number]));
            Configuration configuration = new Configuration();
            configuration.ignoreUnsupportedDatatypes = true;
            Reasoner reasoner = new Reasoner(configuration, ontology);
            if (reasoner.isConsistent()) {
                out.println(number + "\tconsistent");
                entailments(ontology, reasoner, out, number);
            } else {
                out.println(number + "\tinconsistent");
            }
            reasoner.dispose();
        }
        out.flush();
    }

    private static void entailments(
            OWLOntology ontology, Reasoner reasoner, PrintStream out, int number) {
        OWLDataFactory of = ontology.getOWLOntologyManager().getOWLDataFactory();
        Set<OWLNamedIndividual> individuals = ontology.getIndividualsInSignature();
        for (OWLNamedIndividual one : individuals) {
            for (OWLClass each : ontology.getClassesInSignature()) {
                OWLAxiom axiom = of.getOWLClassAssertionAxiom(each, one);
                if (!each.isOWLThing() && reasoner.isEntailed(axiom)) {
                    print(out, number, one.getIRI(), TYPE, each.getIRI());
                }
            }
            for (OWLNamedIndividual other : individuals) {
                for (OWLObjectProperty each : ontology.getObjectPropertiesInSignature()) {
                    // Asked as a question about a class, it is answered without that list.
                    OWLAxiom axiom =
                            of.getOWLClassAssertionAxiom(
                                    of.getOWLObjectHasValue(each, other), one);
                    if (!each.isOWLTopObjectProperty() && reasoner.isEntailed(axiom)) {
                        print(out, number, one.getIRI(), each.getIRI(), other.getIRI());
                    }
                }
                if (one != other
                        && reasoner.isEntailed(of.getOWLSameIndividualAxiom(one, other))) {
                    print(out, number, one.getIRI(), SAME_AS, other.getIRI());
                }
            }
        }
    }

    private static void print(PrintStream out, int number, Object... values) {
        out.println(number + "\t" + values[0] + "\t" + values[1] + "\t" + values[2]);
    }
}
