import java.io.File;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.OWLOntologyLoaderMetaData;
import org.semanticweb.owlapi.io.OWLParser;
import org.semanticweb.owlapi.io.OWLParserException;
import org.semanticweb.owlapi.io.RDFLiteral;
import org.semanticweb.owlapi.io.RDFParserMetaData;
import org.semanticweb.owlapi.io.RDFResource;
import org.semanticweb.owlapi.io.RDFTriple;
import org.semanticweb.owlapi.io.UnparsableOntologyException;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAnnotation;
import org.semanticweb.owlapi.model.OWLAnnotationAssertionAxiom;
import org.semanticweb.owlapi.model.OWLAnnotationValue;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.model.OWLOntologyIRIMapper;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.OWLRuntimeException;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.reasoner.InferenceType;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads ontologies as Protégé does and says what the OWL API and HermiT make of them.
 *
 * <p>Usage: {@code java -cp HermiT.jar OwlCheck.java check|entail FILE...}, where each FILE is an ontology
 * of its own. Prints one finding a line, fields separated by tabs: the number of the file, the kind of
 * finding, and its values. Imports are looked up in {@code catalog-v001.xml} beside the file, and never
 * fetched.
 */
public final class OwlCheck {
    private static final String TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    private static final RDFResource ALL_DIFFERENT =
            new RDFResource(IRI.create("http://www.w3.org/2002/07/owl#AllDifferent"));

    private final PrintStream out;
    private final int number;

    private OwlCheck(PrintStream out, int number) {
        this.out = out;
        this.number = number;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        List<String> files = Arrays.asList(arguments).subList(1, arguments.length);
        for (int number = 0; number < files.size(); number++) {
            OwlCheck check = new OwlCheck(out, number);
            File file = new File(files.get(number)).getAbsoluteFile();
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            manager.clearIRIMappers();
            manager.addIRIMapper(new Catalog(file.getParentFile()));
            OWLOntology ontology;
            try {
                ontology = manager.loadOntologyFromOntologyDocument(file);
            } catch (OWLOntologyCreationException | OWLRuntimeException error) {
                check.unreadable(error, IRI.create(file));
                continue;
            }
            if (arguments[0].equals("check")) {
                check.syntax(ontology);
                check.consistency(ontology);
            } else {
                check.entailments(ontology);
            }
        }
        out.flush();
    }

    private void print(String kind, Object... values) {
        StringBuilder line = new StringBuilder().append(number).append('\t').append(kind);
        for (Object value : values) {
            line.append('\t').append(String.valueOf(value).replaceAll("\\s+", " "));
        }
        out.println(line);
    }

    /** Prints what each parser says of the document, which may be an imported one. */
    private void unreadable(Exception error, IRI document) {
        Throwable cause = error;
        while (cause.getCause() != null && !(cause instanceof UnparsableOntologyException)) {
            cause = cause.getCause();
        }
        if (!(cause instanceof UnparsableOntologyException)) {
            boolean wrapper = error instanceof OWLRuntimeException && error.getCause() != null;
            Throwable told = wrapper ? error.getCause() : error;
            print("unreadable", document, "", told.getMessage());
            return;
        }
        UnparsableOntologyException unparsable = (UnparsableOntologyException) cause;
        for (Map.Entry<OWLParser, OWLParserException> each :
                unparsable.getExceptions().entrySet()) {
            String parser = each.getKey().getClass().getSimpleName();
            print("unreadable", unparsable.getDocumentIRI(), parser, each.getValue().getMessage());
        }
    }

    private void syntax(OWLOntology ontology) {
        OWLOntologyManager manager = ontology.getOWLOntologyManager();
        for (OWLOntology each : ontology.getImportsClosure()) {
            IRI document = manager.getOntologyDocumentIRI(each);
            OWLOntologyLoaderMetaData read =
                    manager.getOntologyFormat(each).getOntologyLoaderMetaData();
            if (read instanceof RDFParserMetaData) {
                Set<RDFTriple> left = ((RDFParserMetaData) read).getUnparsedTriples();
                for (RDFTriple triple : left) {
                    if (!isRead(triple, left, each)) {
                        print("unparsed", document, triple);
                    }
                }
            } else {
                print("unparsed", document, "the document was not read as RDF");
            }
        }
        for (OWLProfileViolation violation :
                new OWL2DLProfile().checkOntology(ontology).getViolations()) {
            IRI document =
                    manager.getOntologyDocumentIRI(
                            manager.getOntology(violation.getOntologyID()));
            print("violation", document, violation);
        }
    }

    /**
     * Says whether the ontology has what a triple says although the parser has it left over, as
     * it does with AllDifferent, and with a Dublin Core term that is declared after it is used.
     */
    private static boolean isRead(RDFTriple triple, Set<RDFTriple> left, OWLOntology ontology) {
        RDFResource subject = triple.getSubject();
        if (triple.getObject().equals(ALL_DIFFERENT)) {
            for (RDFTriple other : left) {
                if (other.getSubject().equals(subject) && !other.equals(triple)) {
                    return false;
                }
            }
            return ontology.getAxiomCount(AxiomType.DIFFERENT_INDIVIDUALS) > 0;
        }
        OWLAnnotationValue value = null;
        if (triple.getObject().isLiteral()) {
            value = ((RDFLiteral) triple.getObject()).getLiteral();
        } else if (!((RDFResource) triple.getObject()).isAnonymous()) {
            value = ((RDFResource) triple.getObject()).getResource();
        }
        IRI property = triple.getPredicate().getResource();
        for (OWLAnnotationAssertionAxiom each :
                ontology.getAnnotationAssertionAxioms(subject.getResource())) {
            if (each.getProperty().getIRI().equals(property) && each.getValue().equals(value)) {
                return true;
            }
        }
        if (subject.getResource().equals(ontology.getOntologyID().getOntologyIRI())) {
            for (OWLAnnotation each : ontology.getAnnotations()) {
                if (each.getProperty().getIRI().equals(property)
                        && each.getValue().equals(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void consistency(OWLOntology ontology) {
        Reasoner reasoner;
        try {
            reasoner = reasoner(ontology);
        } catch (RuntimeException error) { // HermiT's word for what is not OWL 2 DL
            print("refused", error.getMessage());
            return;
        }
        boolean consistent = reasoner.isConsistent();
        print("consistent", consistent);
        if (consistent) {
            for (OWLClass each : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
                print("unsatisfiable", each.getIRI());
            }
        }
        reasoner.dispose();
    }

    private void entailments(OWLOntology ontology) {
        Reasoner reasoner = reasoner(ontology);
        boolean consistent = reasoner.isConsistent();
        print("consistent", consistent);
        if (consistent) {
            entailments(ontology, reasoner);
        }
        reasoner.dispose();
    }

    private void entailments(OWLOntology ontology, Reasoner reasoner) {
        reasoner.precomputeInferences(
                InferenceType.CLASS_ASSERTIONS, InferenceType.OBJECT_PROPERTY_ASSERTIONS);
        for (OWLNamedIndividual individual : ontology.getIndividualsInSignature(true)) {
            for (OWLClass each : reasoner.getTypes(individual, false).getFlattened()) {
                if (!each.isOWLThing()) {
                    print("entailed", individual.getIRI(), TYPE, each.getIRI());
                }
            }
            for (OWLObjectProperty property : ontology.getObjectPropertiesInSignature(true)) {
                for (OWLNamedIndividual value :
                        reasoner.getObjectPropertyValues(individual, property).getFlattened()) {
                    print("entailed", individual.getIRI(), property.getIRI(), value.getIRI());
                }
            }
        }
    }

    private static Reasoner reasoner(OWLOntology ontology) {
        Configuration configuration = new Configuration();
        configuration.ignoreUnsupportedDatatypes = true; // xsd:date, as Protégé's HermiT does
        return new Reasoner(configuration, ontology);
    }

    /** Maps what is imported to local files; what the catalog lacks is mapped to a missing file. */
    private static final class Catalog implements OWLOntologyIRIMapper {
        private final File folder;
        private final Map<String, String> files = new HashMap<String, String>();

        Catalog(File folder) throws Exception {
            this.folder = folder;
            File catalog = new File(folder, "catalog-v001.xml");
            if (catalog.exists()) {
                NodeList entries =
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(catalog)
                                .getElementsByTagName("uri");
                for (int i = 0; i < entries.getLength(); i++) {
                    Element entry = (Element) entries.item(i);
                    files.put(entry.getAttribute("name"), entry.getAttribute("uri"));
                }
            }
        }

        @Override
        public IRI getDocumentIRI(IRI ontology) {
            String file = files.get(ontology.toString());
            return IRI.create(new File(folder, file == null ? "not-in-catalog-v001.xml" : file));
        }
    }
}
