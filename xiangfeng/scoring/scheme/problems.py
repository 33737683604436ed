def problems(scheme):  # filled next
    return []
