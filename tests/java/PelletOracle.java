import com.clarkparsia.owlapi.explanation.PelletExplanation;
import com.clarkparsia.pellet.owlapiv3.PelletReasonerFactory;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClassAssertionAxiom;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDataPropertyAssertionAxiom;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLObjectPropertyAssertionAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.semanticweb.owlapi.reasoner.OWLReasonerFactory;
import org.semanticweb.owlapi.vocab.OWL2Datatype;

/**
 * Pellet or HermiT, for tests: what parts of an ontology entail, and its minimal explanations.
 *
 * <p>Arguments: an ontology, and the reasoner. Prints its axioms without annotations, one a line,
 * then an empty line. An axiom is named by the number of its line. Then answers questions, one a
 * line; the fields are parted by tabs, axioms and the three IRIs of an assertion by spaces:
 *
 * <ul>
 *   <li>{@code only AXIOMS ASSERTION...}: whether these axioms entail each assertion, as 0 and 1;
 *   <li>{@code without AXIOMS ASSERTION...}: whether all other axioms do;
 *   <li>{@code explain MOST ASSERTION}: Pellet's explanations, parted by tabs, at most so many (0: all).
 * </ul>
 */
public final class PelletOracle {
    private static final String TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

    private final OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
    private final OWLDataFactory factory = manager.getOWLDataFactory();
    private final List<OWLAxiom> axioms = new ArrayList<>();
    private final Map<OWLAxiom, Integer> numbers = new HashMap<>();

    private final OWLReasonerFactory reasoners;
    private OWLOntology whole;
    private Set<OWLAxiom> missing = new HashSet<>();

    private PelletOracle(OWLReasonerFactory reasoners) {
        this.reasoners = reasoners;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        PelletOracle oracle =
                new PelletOracle(
                        arguments[1].equals("HermiT")
                                ? new Reasoner.ReasonerFactory()
                                : PelletReasonerFactory.getInstance());
        oracle.read(new File(arguments[0]));
        for (OWLAxiom axiom : oracle.axioms) {
            out.println(text(axiom));
        }
        out.println();
        out.flush();
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            out.println(oracle.answer(line.split("\t", -1)));
            out.flush();
        }
    }

    private void read(File file) throws Exception {
        Set<OWLAxiom> found = new HashSet<>();
        for (OWLAxiom axiom : manager.loadOntologyFromOntologyDocument(file).getLogicalAxioms()) {
            found.add(axiom.getAxiomWithoutAnnotations());
        }
        axioms.addAll(found);
        for (OWLAxiom axiom : axioms) {
            numbers.put(axiom, numbers.size());
        }
        whole = manager.createOntology(found);
    }

    private String answer(String[] question) throws Exception {
        if (question[0].equals("explain")) {
            return explanations(assertion(question[2]), Integer.parseInt(question[1]));
        }
        Set<OWLAxiom> named = named(question[1]);
        if (question[0].equals("without")) {
            leaveOut(named);
            return entailed(whole, question);
        }
        OWLOntologyManager forgotten = OWLManager.createOWLOntologyManager();
        return entailed(forgotten.createOntology(named), question);
    }

    private void leaveOut(Set<OWLAxiom> axioms) {
        Set<OWLAxiom> back = new HashSet<>(missing);
        back.removeAll(axioms);
        manager.addAxioms(whole, back);
        manager.removeAxioms(whole, axioms);
        missing = axioms;
    }

    /** A new reasoner each time: what one keeps of what is gone is what is to be tested. */
    private String entailed(OWLOntology ontology, String[] question) {
        StringBuilder answer = new StringBuilder();
        for (int field = 2; field < question.length; field++) {
            OWLAxiom assertion = assertion(question[field]);
            boolean holds =
                    reasoners instanceof Reasoner.ReasonerFactory
                            ? isRefuted(ontology, negation(assertion))
                            : isEntailed(ontology, assertion);
            answer.append(holds ? '1' : '0');
        }
        return answer.toString();
    }

    /** Pellet 2.3.1 does not refute what contradicts a chain of which a link is a chain. */
    private boolean isEntailed(OWLOntology ontology, OWLAxiom assertion) {
        OWLReasoner reasoner = reasoners.createReasoner(ontology);
        boolean holds = reasoner.isEntailed(assertion);
        reasoner.dispose();
        return holds;
    }

    /** HermiT, when it is asked what holds, makes itself ready for many other questions. */
    private boolean isRefuted(OWLOntology ontology, OWLAxiom negation) {
        OWLOntologyManager owner = ontology.getOWLOntologyManager();
        owner.addAxiom(ontology, negation);
        OWLReasoner reasoner = reasoners.createReasoner(ontology);
        boolean refuted = !reasoner.isConsistent();
        reasoner.dispose();
        owner.removeAxiom(ontology, negation);
        return refuted;
    }

    private OWLAxiom negation(OWLAxiom assertion) {
        if (assertion instanceof OWLClassAssertionAxiom) {
            OWLClassAssertionAxiom ofClass = (OWLClassAssertionAxiom) assertion;
            return factory.getOWLClassAssertionAxiom(
                    factory.getOWLObjectComplementOf(ofClass.getClassExpression()),
                    ofClass.getIndividual());
        }
        OWLObjectPropertyAssertionAxiom ofProperty = (OWLObjectPropertyAssertionAxiom) assertion;
        return factory.getOWLNegativeObjectPropertyAssertionAxiom(
                ofProperty.getProperty(), ofProperty.getSubject(), ofProperty.getObject());
    }

    private String explanations(OWLAxiom assertion, int most) throws Exception {
        OWLOntology copy =
                OWLManager.createOWLOntologyManager().createOntology(new HashSet<>(axioms));
        // Not by tracing the reasoner ("glass box"), which leaves axioms about inverses out.
        PelletExplanation explanation = new PelletExplanation(copy, false);
        StringBuilder answer = new StringBuilder();
        for (Set<OWLAxiom> found : explanation.getEntailmentExplanations(assertion, most)) {
            answer.append(answer.length() == 0 ? "" : "\t");
            String space = "";
            for (OWLAxiom axiom : found) {
                answer.append(space).append(numbers.get(axiom));
                space = " ";
            }
        }
        return answer.toString();
    }

    private Set<OWLAxiom> named(String field) {
        Set<OWLAxiom> found = new HashSet<>();
        for (String number : field.isEmpty() ? new String[0] : field.split(" ")) {
            found.add(axioms.get(Integer.parseInt(number)));
        }
        return found;
    }

    private OWLAxiom assertion(String field) {
        String[] parts = field.split(" ");
        OWLNamedIndividual subject = factory.getOWLNamedIndividual(IRI.create(parts[0]));
        return parts[1].equals(TYPE)
                ? factory.getOWLClassAssertionAxiom(
                        factory.getOWLClass(IRI.create(parts[2])), subject)
                : factory.getOWLObjectPropertyAssertionAxiom(
                        factory.getOWLObjectProperty(IRI.create(parts[1])),
                        subject,
                        factory.getOWLNamedIndividual(IRI.create(parts[2])));
    }

    /** Returns an axiom on one line, a literal as its datatype or language and its bytes. */
    private static String text(OWLAxiom axiom) {
        if (!(axiom instanceof OWLDataPropertyAssertionAxiom)) {
            return axiom.toString();
        }
        OWLDataPropertyAssertionAxiom data = (OWLDataPropertyAssertionAxiom) axiom;
        OWLLiteral literal = data.getObject();
        StringBuilder bytes = new StringBuilder();
        for (byte each : literal.getLiteral().getBytes(StandardCharsets.UTF_8)) {
            bytes.append(String.format("%02x", each));
        }
        String kind = literal.getDatatype().getIRI().toQuotedString();
        if (literal.hasLang()) {
            kind = "@" + literal.getLang();
        } else if (literal.isRDFPlainLiteral()) {
            kind = OWL2Datatype.XSD_STRING.getIRI().toQuotedString();
        }
        return "DataPropertyAssertion("
                + data.getProperty() + " " + data.getSubject() + " " + kind + " x" + bytes + ")";
    }
}
