"""What may be done to 问卷: writing it (`editing`, `questions`), its life (`running`), giving it out (`handing`), answers (`answering`)."""
