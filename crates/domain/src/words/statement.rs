//! What is charged, and what was agreed to.

use crate::word_list::words;

words! {
    /// Who pays a line.
    Payer {
        /// 客户
        Customer = "customer",
        /// 索赔
        Warranty = "warranty",
        /// 保险
        Insurance = "insurance",
        /// The house.
        Goodwill = "goodwill",
    }
}

words! {
    /// What a line of the statement charges.
    LineKind {
        /// 工时费
        Labour = "labour",
        /// 材料费
        Material = "material",
        /// Diagnosis, inspection, machining.
        Other = "other",
        /// A negative line that names the line it reduces.
        Discount = "discount",
    }
}

words! {
    /// Where a part comes from.
    PartType {
        /// 原厂
        Original = "original",
        /// 同质
        Equivalent = "equivalent",
        /// Worn and made good again.
        Remanufactured = "remanufactured",
        /// Brought by the customer; excluded from the repair warranty.
        CustomerSupplied = "customer-supplied",
    }
}

words! {
    /// What becomes of a replaced part (旧件).
    PartFate {
        /// 托修方收回
        Taken = "taken",
        /// 承修方收回
        KeptByHouse = "left",
        /// 无旧件
        None = "none",
    }
}

words! {
    /// How soon extra work should be done.
    Urgency {
        /// 紧急
        Now = "now",
        /// 建议
        Soon = "soon",
        /// 提示
        Note = "note",
    }
}

words! {
    /// The customer's answer to extra work.
    Decision {
        /// Do it.
        Approve = "approve",
        /// Leave it; it goes to the delivery page as 建议未做.
        Decline = "decline",
        /// Call first.
        CallMe = "call-me",
    }
}
