//! Code lists about charges and the customer's decisions.

use crate::code_list::codes;

codes! {
    /// Who pays a line.
    Payer {
        /// The customer (客户).
        Customer = "customer",
        /// The maker's warranty (索赔).
        Warranty = "warranty",
        /// An insurance (保险).
        Insurance = "insurance",
        /// The dealer, as goodwill.
        Goodwill = "goodwill",
    }
}

codes! {
    /// What a line of the statement charges.
    LineKind {
        /// Labour (工时费).
        Labour = "labour",
        /// Material (材料费).
        Material = "material",
        /// Diagnosis, inspection, machining.
        Other = "other",
        /// A negative line that names the line it reduces.
        Discount = "discount",
    }
}

codes! {
    /// Where a part comes from.
    PartType {
        /// An original part (原厂).
        Original = "original",
        /// A part of equal quality (同质).
        Equivalent = "equivalent",
        /// A remanufactured part.
        Remanufactured = "remanufactured",
        /// Brought by the customer; excluded from the repair warranty.
        CustomerSupplied = "customer-supplied",
    }
}

codes! {
    /// What becomes of a replaced part (旧件).
    PartFate {
        /// The customer took it (托修方收回).
        Taken = "taken",
        /// The dealer kept it (承修方收回).
        KeptByHouse = "left",
        /// There was no old part (无旧件).
        None = "none",
    }
}

codes! {
    /// How soon extra work should be done.
    Urgency {
        /// Urgent (紧急).
        Now = "now",
        /// Recommended soon (建议).
        Soon = "soon",
        /// Only to be noted (提示).
        Note = "note",
    }
}

codes! {
    /// The customer's answer to extra work.
    Decision {
        /// The work is to be done.
        Approve = "approve",
        /// The work is not to be done; the statement lists it as advised, not done (建议未做).
        Decline = "decline",
        /// The customer wants a call first.
        CallMe = "call-me",
    }
}
