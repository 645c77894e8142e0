import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.coode.owlapi.turtle.TurtleOntologyFormat;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFXMLOntologyFormat;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;

/**
 * Saves ontologies as Protégé does, through the OWL API.
 *
 * <p>Usage: {@code java -cp HermiT.jar SaveAs.java FOLDER FILE...}: writes each file into the folder as
 * RDF/XML and as Turtle. What a file imports must stand before it. Prints the types of axioms that are in
 * none of them, one a line.
 */
public final class SaveAs {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.clearIRIMappers();
        Set<AxiomType<?>> missing = new HashSet<AxiomType<?>>(AxiomType.AXIOM_TYPES);
        List<OWLOntology> ontologies = new ArrayList<OWLOntology>();
        for (int i = 1; i < arguments.length; i++) {
            ontologies.add(manager.loadOntologyFromOntologyDocument(new File(arguments[i])));
        }
        for (int i = 1; i < arguments.length; i++) {
            String stem = new File(arguments[i]).getName().replaceAll("[.][a-z]+$", "");
            File xml = new File(arguments[0], stem + ".owl").getAbsoluteFile();
            File turtle = new File(arguments[0], stem + ".ttl").getAbsoluteFile();
            OWLOntology ontology = ontologies.get(i - 1);
            for (OWLAxiom axiom : ontology.getAxioms()) {
                missing.remove(axiom.getAxiomType());
            }
            manager.saveOntology(ontology, new RDFXMLOntologyFormat(), IRI.create(xml));
            manager.saveOntology(ontology, new TurtleOntologyFormat(), IRI.create(turtle));
        }
        for (AxiomType<?> type : missing) {
            System.out.println(type.getName());
        }
    }
}
